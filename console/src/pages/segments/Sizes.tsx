import { Skeleton, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Chart } from '../../parts/Chart';
import type { ChartOption } from '../../parts/chart';
import { useTrends } from './useTrends';

/** How many belonged to it at the end of each of the last days. */
export function Sizes({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, isPending } = useTrends();
  const sizes = useMemo(() => data?.items.find((one) => one.id === id)?.sizes ?? [], [data, id]);
  const days = useMemo(() => sizes.map((_, place) => dayAfter(data?.from ?? '', place)), [sizes, data]);
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      xAxis: { type: 'category', boundaryGap: false, data: days.map(format.day) },
      yAxis: { type: 'value', minInterval: 1, scale: true, axisLabel: { formatter: (value: number) => format.whole(value) } },
      series: [{ type: 'line', name: t('segments.size'), data: sizes, showSymbol: false }],
    }),
    [days, sizes, format, t],
  );
  if (isPending) {
    return <Skeleton h={260} />;
  }

  const last = sizes.findLastIndex((size) => size !== null);
  return last < 0 ? (
    <Text c="dimmed">{t('segments.noSizes')}</Text>
  ) : (
    <Chart height={260} option={option} label={t('segments.sizesLabel', { day: format.day(days[last]!), size: format.whole(sizes[last]!) })} />
  );
}

function dayAfter(first: string, days: number): string {
  const day = new Date(`${first}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
