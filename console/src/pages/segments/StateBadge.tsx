import { Badge, Group, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import type { Segment } from './segment';

const colors: Record<string, string> = { live: 'green', backfilling: 'blue', failed: 'red', archived: 'gray' };

/** How a segment stands, and while customers are judged by a new rule, how far that is. */
export function StateBadge({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = Math.floor(100 * segment.progress);
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge variant="light" color={colors[segment.state] ?? 'gray'} miw={72}>
        {t(`segments.states.${segment.state as 'live'}`)}
      </Badge>
      {segment.state === 'backfilling' ? (
        <Progress.Root size="lg" w={96}>
          <Progress.Section value={percent} aria-label={t('segments.progress', { value: format.whole(percent) })} />
        </Progress.Root>
      ) : null}
    </Group>
  );
}
