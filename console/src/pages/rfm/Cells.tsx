import { Anchor, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useFormat } from '../../format/useFormat';
import { customersBy } from '../customers/customersBy';
import { Wide } from '../../parts/Wide';
import classes from './Cells.module.css';

/** How many customers have each pair of scores: R by row, the best above; F by column. A cell leads to its customers. */
export function Cells({ grid, mark }: { grid: number[][]; mark?: { r: number; f: number } }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...grid.flat());
  const scores = grid.map((_, place) => place + 1);
  return (
    <Wide label={t('rfm.cells')} least={270}>
      <Table className={classes.cells} aria-label={t('rfm.cells')} withTableBorder={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {scores.map((f) => (
              <Table.Th key={f} scope="col" ta="center">
                {t('rfm.f', { score: f })}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...scores].reverse().map((r) => (
            <Table.Tr key={r}>
              <Table.Th scope="row">{t('rfm.r', { score: r })}</Table.Th>
              {scores.map((f) => {
                const count = grid[r - 1]?.[f - 1] ?? 0;
                return (
                  <Table.Td key={f} className={classes.cell} data-shade={Math.ceil((4 * count) / most)} data-marked={mark?.r === r && mark.f === f ? '' : undefined}>
                    <Anchor component={Link} href={customersBy(`rfm.r = ${r} and rfm.f = ${f}`)} className={classes.link} aria-label={t('rfm.cell', { r, f, count: format.whole(count) as never })}>
                      {format.whole(count)}
                    </Anchor>
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
