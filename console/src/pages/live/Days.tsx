import { Group, Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Bars } from '../../parts/Bars';
import { Card } from '../../parts/Card';
import type { Live } from './useLive';

export function Days({ days, currency }: { days?: Live['days']; currency?: string | null }) {
  const { t } = useTranslation();
  return (
    <Card title={t('live.days')}>
      {!days ? <Skeleton h={260} /> : days.length === 0 ? <Text c="dimmed">{t('live.noOrders')}</Text> : <Figures days={days} currency={currency} />}
    </Card>
  );
}

function Figures({ days, currency }: { days: Live['days']; currency?: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tell = (place: number) => {
    const day = days[place]!;
    return t('live.day', { day: format.day(day.day), orders: format.whole(day.orders), revenue: format.money(day.revenue, currency) });
  };
  const revenue = days.map((day) => Number(day.revenue));
  const orders = days.map((day) => day.orders);
  return (
    <>
      <Bars values={revenue} tell={tell} label={t('live.revenueLabel', { last: tell(days.length - 1) })} most={t('live.mostRevenue', { value: format.money(Math.max(...revenue), currency) })} height={150} />
      <Bars values={orders} tell={tell} label={t('live.ordersLabel', { last: tell(days.length - 1) })} most={t('live.mostOrders', { value: format.whole(Math.max(...orders)) })} height={70} />
      <Group justify="space-between">
        {[days[0]!, days.at(-1)!].map((day) => (
          <Text key={day.day} size="xs" c="dimmed">
            {format.day(day.day)}
          </Text>
        ))}
      </Group>
    </>
  );
}
