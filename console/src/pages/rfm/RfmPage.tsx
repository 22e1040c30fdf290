import { Button, Grid, Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { useFormat } from '../../format/useFormat';
import { Card } from '../../parts/Card';
import { Empty } from '../../parts/Empty';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { Groups } from '../live/Groups';
import { Cells } from './Cells';
import { Cuts } from './Cuts';

export default function RfmPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['rfm'], queryFn: () => read(api.GET('/api/v1/rfm')), refetchInterval: 5_000 });
  const refresh = useMutation({
    mutationFn: () => read(api.POST('/api/v1/rfm/refresh', { params: { query: { wait: 'live' } } })),
    onSuccess: (rfm) => queries.setQueryData(['rfm'], rfm),
  });
  if (error && !data) {
    return <Failure error={error} retry={refetch} />;
  }

  const scored = data ? data.grid.flat().reduce((sum, count) => sum + count, 0) : 0;
  return (
    <Page
      title={t('rfm.title')}
      about={data ? t(data.asOf ? 'rfm.foundAt' : 'rfm.given', { version: data.version, at: format.instant(data.asOf) }) : t('rfm.about')}
      actions={
        data?.method === 'quantiles' ? (
          <Button variant="light" loading={refresh.isPending} onClick={() => refresh.mutate()}>
            {t('rfm.refresh')}
          </Button>
        ) : null
      }
    >
      {refresh.error ? <Failure error={refresh.error} /> : null}
      {data && scored === 0 ? <Empty title={t('rfm.none.title')}>{t('rfm.none.how')}</Empty> : null}
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Card title={t('rfm.cells')}>
            <Text size="sm" c="dimmed">
              {t('rfm.cellsAbout')}
            </Text>
            {data ? <Cells grid={data.grid} /> : <Skeleton h={280} />}
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Groups groups={data?.groups} />
        </Grid.Col>
        <Grid.Col span={12}>
          <Card title={t('rfm.cuts')}>
            <Text size="sm" c="dimmed">
              {t(data?.method === 'quantiles' ? 'rfm.byQuantiles' : 'rfm.byThresholds')}
            </Text>
            {data ? <Cuts cuts={data.cuts} /> : <Skeleton h={120} />}
          </Card>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
