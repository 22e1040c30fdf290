import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../api/schema';
import { useFormat } from '../../../format/useFormat';

type Schemas = components['schemas'];

export function Removed({ rows }: { rows: Schemas['RemovedBody'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Rows caption={t('customers.privacy.removed')} heads={[t('customers.privacy.place'), t('customers.privacy.rows'), t('customers.privacy.at')]}>
      {rows.map((one) => (
        <Table.Tr key={`${one.place} ${one.at}`}>
          <Place name={one.place} />
          <Table.Td className="number">{format.whole(one.rows)}</Table.Td>
          <Table.Td className="number">{format.instant(one.at)}</Table.Td>
        </Table.Tr>
      ))}
    </Rows>
  );
}

export function Remains({ rows }: { rows: Schemas['RemainsBody'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Rows caption={t('customers.privacy.remains')} heads={[t('customers.privacy.place'), t('customers.privacy.what'), t('customers.privacy.until')]}>
      {rows.map((one) => (
        <Table.Tr key={one.place}>
          <Place name={one.place} />
          <Table.Td lang="en">{one.what}</Table.Td>
          <Table.Td className="number">{one.until ? format.instant(one.until) : t('customers.privacy.elsewhere')}</Table.Td>
        </Table.Tr>
      ))}
    </Rows>
  );
}

function Rows({ caption, heads, children }: { caption: string; heads: string[]; children: ReactNode[] }) {
  const { t } = useTranslation();
  return (
    <Table captionSide="top">
      <Table.Caption ta="start">{caption}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          {heads.map((head) => (
            <Table.Th key={head} scope="col">
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {children.length > 0 ? (
          children
        ) : (
          <Table.Tr>
            <Table.Td colSpan={heads.length}>{t('customers.privacy.nothing')}</Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
}

// A topic of the log's stands by its own name.
function Place({ name }: { name: string }) {
  const { t } = useTranslation();
  return <Table.Th scope="row">{t(`customers.privacy.places.${name as 'keys'}`, { defaultValue: name })}</Table.Th>;
}
