import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Card } from '../../parts/Card';
import { Chart } from '../../parts/Chart';
import type { ChartOption } from '../../parts/chart';

export function Rate({ rates }: { rates: number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const option = useMemo<ChartOption>(
    () => ({
      grid: { left: 8, right: 8, top: 12, bottom: 8, containLabel: true },
      xAxis: { type: 'category', show: false, data: rates.map((_, place) => t('live.secondsAgo', { value: rates.length - 1 - place })) },
      yAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => format.number(value) } },
      series: [{ type: 'line', name: t('live.rate'), data: rates, showSymbol: false, areaStyle: { opacity: 0.15 } }],
    }),
    [rates, format, t],
  );
  return (
    <Card title={t('live.rateChart')}>
      <Chart option={option} label={t('live.rateLabel', { value: format.number(rates.at(-1) ?? 0) })} />
    </Card>
  );
}
