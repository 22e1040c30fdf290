import { List, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import { Failure } from '../../../parts/Failure';
import { Cells } from '../../rfm/Cells';
import type { Customer } from './useCustomer';

/** The scores, their place among those of the store, and the groups so far. */
export function Rfm({ rfm }: { rfm: Customer['rfm'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useQuery({ queryKey: ['rfm'], queryFn: () => read(api.GET('/api/v1/rfm')) });
  if (!rfm) {
    return (
      <Card title={t('customers.rfm.title')}>
        <Text size="sm">{t('customers.rfm.none')}</Text>
      </Card>
    );
  }

  return (
    <Card title={t('customers.rfm.title')}>
      <div>
        <Text fw={700}>{t('customers.rfm.scores', { ...rfm })}</Text>
        <Text size="xs" c="dimmed">
          {t('customers.rfm.version', { version: rfm.version })}
        </Text>
      </div>
      {store.data ? <Cells grid={store.data.grid} mark={rfm} /> : store.error ? <Failure error={store.error} retry={store.refetch} /> : <Skeleton h={280} />}
      <Text size="xs" c="dimmed">
        {t('customers.rfm.grid')}
      </Text>
      <Text size="sm" fw={600}>
        {t('customers.rfm.history')}
      </Text>
      <List size="sm" listStyleType="none">
        {rfm.history.map((one, place) => (
          <List.Item key={place}>{t('customers.profile.stageSince', { stage: one.group ?? t('customers.rfm.noGroup'), at: format.instant(one.since) })}</List.Item>
        ))}
      </List>
    </Card>
  );
}
