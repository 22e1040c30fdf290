import { Skeleton, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Card } from '../../parts/Card';
import { Chart } from '../../parts/Chart';
import type { ChartOption } from '../../parts/chart';
import type { Live } from './useLive';

export function Days({ days, currency }: { days?: Live['days']; currency?: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const option = useMemo<ChartOption>(
    () => ({
      legend: { bottom: 0 },
      grid: { left: 8, right: 8, top: 16, bottom: 32, containLabel: true },
      xAxis: { type: 'category', data: (days ?? []).map((day) => format.day(day.day)) },
      yAxis: [
        { type: 'value', axisLabel: { formatter: (value: number) => format.money(value, currency) } },
        { type: 'value', splitLine: { show: false }, axisLabel: { formatter: (value: number) => format.whole(value) } },
      ],
      series: [
        { type: 'bar', name: t('live.revenue'), data: (days ?? []).map((day) => Number(day.revenue)) },
        { type: 'line', name: t('live.orders'), yAxisIndex: 1, showSymbol: false, data: (days ?? []).map((day) => day.orders) },
      ],
    }),
    [days, currency, format, t],
  );
  const last = days?.at(-1);
  return (
    <Card title={t('live.days')}>
      {!days ? (
        <Skeleton h={260} />
      ) : last ? (
        <Chart height={260} option={option} label={t('live.daysLabel', { day: format.day(last.day), orders: format.whole(last.orders), revenue: format.money(last.revenue, currency) })} />
      ) : (
        <Text c="dimmed">{t('live.noOrders')}</Text>
      )}
    </Card>
  );
}
