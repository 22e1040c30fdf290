import { Anchor, Badge, Group, Text } from '@mantine/core';
import type { DataTableSortStatus } from 'mantine-datatable';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useFormat } from '../../format/useFormat';
import { Grid } from '../../parts/Grid';
import type { Found, useSearch } from './useSearch';

export function FoundCustomers({
  list,
  query,
  sort,
  onSort,
}: {
  list: string;
  query: ReturnType<typeof useSearch>['query'];
  sort: DataTableSortStatus<Found>;
  onSort: (sort: DataTableSortStatus<Found>) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Grid<Found>
      query={query}
      rowKey="id"
      label={t('customers.title')}
      empty={t('customers.nobody')}
      sort={sort}
      onSort={onSort}
      turns={list}
      columns={[
        { accessor: 'id', title: t('customers.who'), render: (one) => <Who customer={one} /> },
        { accessor: 'email', title: t('customers.email'), render: (one) => one.email ?? '—' },
        { accessor: 'country', title: t('customers.country'), render: (one) => format.country(one.country) },
        { accessor: 'orders', title: t('customers.orders'), sortable: true, textAlign: 'right', cellsClassName: 'number', render: (one) => format.whole(one.orders) },
        { accessor: 'revenue', title: t('customers.revenue'), sortable: true, textAlign: 'right', cellsClassName: 'number', noWrap: true, render: (one) => format.money(one.revenue, one.currency) },
        { accessor: 'lastOrder', title: t('customers.lastOrder'), sortable: true, noWrap: true, render: (one) => format.instant(one.lastOrder) },
        { accessor: 'lastSeen', title: t('customers.lastSeen'), sortable: true, noWrap: true, render: (one) => format.instant(one.lastSeen) },
        { accessor: 'rfm', title: t('customers.group'), noWrap: true, render: (one) => <Scores rfm={one.rfm} /> },
        { accessor: 'tags', title: t('customers.tags'), render: (one) => <Tags tags={one.tags} /> },
      ]}
    />
  );
}

const Who = ({ customer }: { customer: Found }) => (
  <>
    <Anchor component={Link} href={`/customers/${encodeURIComponent(customer.id)}`} size="sm">
      {customer.name ?? customer.id}
    </Anchor>
    {customer.name ? (
      <Text size="xs" c="dimmed" className="wrap">
        {customer.id}
      </Text>
    ) : null}
  </>
);

function Scores({ rfm }: { rfm: Found['rfm'] }) {
  const { t } = useTranslation();
  return rfm ? (
    <>
      {rfm.group}
      <Text size="xs" c="dimmed" className="number">
        {t('customers.scores', { r: rfm.r, f: rfm.f, m: rfm.m })}
      </Text>
    </>
  ) : (
    '—'
  );
}

const Tags = ({ tags }: { tags: string[] }) => (
  <Group gap={4}>
    {tags.map((tag) => (
      <Badge key={tag} variant="default" tt="none">
        {tag}
      </Badge>
    ))}
  </Group>
);
