import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import type { Customer } from './useCustomer';

/** Runs of automations that are under way. */
export function Journeys({ journeys }: { journeys: Customer['journeys'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('customers.journeys.title')}>
      {journeys.length === 0 ? <Text size="sm">{t('customers.journeys.none')}</Text> : null}
      <Stack gap="xs" role="list">
        {journeys.map((one) => (
          <div key={`${one.automation} ${one.run}`} role="listitem">
            <Anchor component={Link} href={`/automations/${encodeURIComponent(one.automation)}`} size="sm">
              {one.automation}
            </Anchor>
            <Text size="xs" c="dimmed">
              {t('customers.journeys.step', { step: one.step, at: format.instant(one.since) })}
            </Text>
          </div>
        ))}
      </Stack>
    </Card>
  );
}
