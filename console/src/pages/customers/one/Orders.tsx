import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../../format/useFormat';
import { Grid } from '../../../parts/Grid';
import { OpenEvent } from './OpenEvent';
import { type Item, isKeptInLog, useTimeline } from './Timeline';

/** Orders as the events told of them; amounts stand as they were sent, in the order's own currency. */
export function Orders({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useTimeline(id, completed);
  if (isKeptInLog(list.error)) {
    return <Text size="sm">{t('customers.history.off')}</Text>;
  }

  return (
    <Grid<Item>
      query={list}
      rowKey="id"
      label={t('customers.history.orders')}
      empty={t('customers.history.noOrders')}
      columns={[
        { accessor: 'at', title: t('customers.history.at'), noWrap: true, render: (item) => format.instant(item.at) },
        { accessor: 'name', title: t('customers.history.order'), render: (item) => <OpenEvent item={item} what={text(sent(item)['order_id'])} /> },
        { accessor: 'type', title: t('customers.history.products'), textAlign: 'right', cellsClassName: 'number', render: (item) => count(sent(item)['products'], format.whole) },
        {
          accessor: 'receivedAt',
          title: t('customers.history.total'),
          textAlign: 'right',
          cellsClassName: 'number',
          noWrap: true,
          render: (item) => amount(sent(item), format.money),
        },
      ]}
    />
  );
}

const completed = { types: ['track'], name: 'Order Completed', from: '', to: '' };

// An event is as it was sent: nothing of it is certain to be there, or to be of its type.
const sent = ({ event }: Item): Record<string, unknown> => ((event as { properties?: Record<string, unknown> } | null)?.properties ?? {}) as Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '—');

const count = (products: unknown, whole: (value: number) => string): string => (Array.isArray(products) ? whole(products.length) : '—');

function amount({ total, currency }: Record<string, unknown>, money: (value: string, currency: string | null) => string): string {
  const known = text(total);
  return known === '—' || Number.isNaN(Number(known)) ? known : money(known, typeof currency === 'string' && /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : null);
}
