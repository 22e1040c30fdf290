import { Grid, Group, SimpleGrid, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { Sparkline } from '../../parts/Sparkline';
import { Stat } from '../../parts/Stat';
import { Days } from './Days';
import { FirstEvent } from './FirstEvent';
import { Groups } from './Groups';
import { Health } from './Health';
import { Changes, Firings } from './Happenings';
import { useLive } from './useLive';

export function LivePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch, rates, changes, firings } = useLive();
  if (error && !data) {
    return <Failure error={error} retry={refetch} />;
  }

  return (
    <Page title={t('live.title')} about={data ? t('parts.asOf', { at: format.instant(data.asOf) }) : t('live.about')}>
      {data?.events.total === 0 ? <FirstEvent /> : null}
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
        <Stat
          label={t('live.rate')}
          value={
            data ? (
              <Group justify="space-between" wrap="nowrap">
                {t('live.perSecond', { value: format.number(data.events.perSecond) })}
                <Sparkline values={rates} label={t('live.rateLabel', { value: format.number(rates.at(-1) ?? 0) })} />
              </Group>
            ) : (
              <Skeleton h={28} />
            )
          }
          note={t('live.rateNote')}
        />
        <Stat label={t('live.events')} value={data ? format.whole(data.events.total) : <Skeleton h={28} />} note={data ? t('live.last', { at: format.ago(data.events.lastAt) }) : null} />
        <Stat label={t('live.customers')} value={data ? format.whole(data.customers) : <Skeleton h={28} />} note={data ? t('live.changesTotal', { value: format.whole(data.changes.total) }) : null} />
        <Stat label={t('live.lag')} value={data ? (data.lagSeconds === null ? '—' : t('live.seconds', { value: format.number(data.lagSeconds) })) : <Skeleton h={28} />} note={t('live.lagNote')} />
      </SimpleGrid>
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Days days={data?.days} currency={data?.currency} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Groups groups={data?.groups} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6, lg: 4 }}>
          <Changes changes={changes} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6, lg: 4 }}>
          <Firings firings={firings} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Health parts={data?.health} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
