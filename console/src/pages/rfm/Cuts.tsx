import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { components } from '../../api/schema';
import { useStore } from '../../app/session';
import { useFormat } from '../../format/useFormat';
import { Wide } from '../../parts/Wide';

type CutsBody = components['schemas']['CutsBody'];

/** Where one score ends and the next begins. */
export function Cuts({ cuts }: { cuts: CutsBody }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = useStore();
  const rows = [
    [t('rfm.recency'), cuts.r.map((days) => t('rfm.days', { value: format.whole(days) }))],
    [t('rfm.frequency'), cuts.f.map((orders) => t('rfm.orders', { value: format.whole(orders) }))],
    [t('rfm.monetary'), cuts.m.map((amount) => format.money(amount, currency))],
  ] as const;
  const most = Math.max(...rows.map(([, values]) => values.length));
  return (
    <Wide label={t('rfm.cuts')} least={480}>
      <Table aria-label={t('rfm.cuts')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rfm.dimension')}</Table.Th>
            {Array.from({ length: most }, (_, place) => (
              <Table.Th key={place} scope="col">
                {t('rfm.between', { low: place + 1, high: place + 2 })}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, values], row) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              {/* Days count the other way: the fewest part the two best scores. */}
              {(row === 0 ? [...values].reverse() : values).map((value, place) => (
                <Table.Td key={place} className="number">
                  {value}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
