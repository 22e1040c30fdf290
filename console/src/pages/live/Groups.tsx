import { Anchor, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useFormat } from '../../format/useFormat';
import { Card } from '../../parts/Card';
import { customersBy } from '../customers/customersBy';
import type { Live } from './useLive';

/** Sizes of the RFM groups; each leads to its customers. */
export function Groups({ groups }: { groups?: Live['groups'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = Object.entries(groups ?? {});
  const most = Math.max(1, ...entries.map(([, count]) => count));
  return (
    <Card title={t('live.groups')}>
      {!groups ? <Skeleton h={200} /> : null}
      <Stack gap={6}>
        {entries.map(([name, count]) => (
          <div key={name}>
            <Group justify="space-between" wrap="nowrap">
              <Anchor component={Link} href={customersBy(`rfm = "${name}"`)} size="sm">
                {name}
              </Anchor>
              <Text size="sm" className="number">
                {format.whole(count)}
              </Text>
            </Group>
            <Progress value={(100 * count) / most} size="xs" aria-hidden />
          </div>
        ))}
      </Stack>
    </Card>
  );
}
