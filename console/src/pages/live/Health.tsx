import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Card } from '../../parts/Card';
import type { Live } from './useLive';

const colors: Record<string, string> = { ok: 'green', slow: 'yellow', failing: 'red' };

/** The parts of the system, in words; by code, so that they are in the reader's language. */
export function Health({ parts }: { parts?: Live['health'] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('live.health')}>
      {!parts ? <Skeleton h={120} /> : null}
      <Stack gap="sm" role="list">
        {parts?.map((part) => (
          <Group key={part.part} role="listitem" gap="sm" wrap="nowrap" align="start">
            <Badge color={colors[part.state] ?? 'gray'} variant="light" miw={84}>
              {t(`live.state.${part.state as 'ok'}`)}
            </Badge>
            <Text size="sm">{t(`live.code.${part.code.replace('.', '_') as 'log_ok'}`)}</Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
