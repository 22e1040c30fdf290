import { Progress, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import { Failure } from '../../../parts/Failure';
import { Wide } from '../../../parts/Wide';
import { Facts } from './Facts';
import { Remains, Removed } from './ReceiptRows';

const states = ['asked', 'logged', 'retired', 'buried', 'removed', 'completed'];

/** Of an erasure: how far it is, what was removed where, and what stays elsewhere; followed until it is completed. */
export function Receipt({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['erasure', id],
    queryFn: () => read(api.GET('/api/v1/erasures/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'completed' ? false : 2_000),
  });
  if (!data) {
    return error ? <Failure error={error} retry={refetch} /> : <Skeleton h={240} />;
  }

  const state = t(`customers.privacy.state.${data.state as 'asked'}`, { defaultValue: data.state });
  return (
    <Card title={t('customers.privacy.receipt')}>
      <Text role="status" fw={600}>
        {state}
      </Text>
      <Progress value={(100 * (states.indexOf(data.state) + 1)) / states.length} aria-label={state} />
      <Text size="sm">{data.completedAt ? t('customers.privacy.done', { at: format.instant(data.completedAt) }) : t('customers.privacy.underWay')}</Text>
      {data.block ? <Text size="sm">{t('customers.privacy.blocked')}</Text> : null}
      <Facts
        of={[
          [t('customers.privacy.receiptId'), data.id],
          [t('customers.privacy.at'), t('customers.privacy.asked', { at: format.instant(data.requestedAt) })],
          [t('customers.privacy.hash'), data.customer],
        ]}
      />
      <Wide label={t('customers.privacy.removed')} least={320}>
        <Removed rows={data.removed} />
      </Wide>
      <Wide label={t('customers.privacy.remains')} least={320}>
        <Remains rows={data.remains} />
      </Wide>
    </Card>
  );
}
