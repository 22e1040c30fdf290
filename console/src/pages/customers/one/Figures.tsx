import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../../format/useFormat';
import { Stat } from '../../../parts/Stat';
import type { Customer } from './useCustomer';

export function Figures({ customer: { figures, cart } }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: string) => format.money(amount, figures.currency);
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
      <Stat label={t('customers.revenue')} value={money(figures.revenue)} note={t('customers.figures.refunded', { amount: money(figures.refunded) })} />
      <Stat
        label={t('customers.orders')}
        value={format.whole(figures.orders)}
        note={figures.averageOrder ? t('customers.figures.averageOrder', { amount: money(figures.averageOrder) }) : null}
      />
      <Stat
        label={t('customers.lastOrder')}
        value={figures.lastOrder ? format.date(figures.lastOrder) : '—'}
        note={figures.firstOrder ? t('customers.figures.firstOrder', { at: format.instant(figures.firstOrder) }) : null}
      />
      <Stat
        label={t('customers.lastSeen')}
        value={figures.lastSeen ? format.date(figures.lastSeen) : '—'}
        note={t('customers.figures.sessions', { value: format.whole(figures.sessions), at: format.instant(figures.firstSeen) })}
      />
      <Stat label={t('customers.figures.cart')} value={money(cart.value)} note={t('customers.figures.cartItems', { value: format.number(cart.items) })} />
    </SimpleGrid>
  );
}
