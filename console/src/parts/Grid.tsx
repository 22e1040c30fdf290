import { Button, Center, Stack, Text } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { DataTable, type DataTableColumn, type DataTableProps, type DataTableSortStatus } from 'mantine-datatable';
import { useTranslation } from 'react-i18next';

import { Failure } from './Failure';

export type Paged<T> = { items: T[]; next?: string | null };

/** Rows by pages: the next page comes when the end is reached, or by the button. */
export function Grid<T extends Record<string, unknown>>({
  query,
  columns,
  rowKey,
  label,
  empty,
  sort,
  onSort,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Paged<T>>>;
  columns: DataTableColumn<T>[];
  rowKey: string | ((row: T) => string);
  /** What a screen reader calls the table. */
  label: string;
  empty: string;
  sort?: DataTableSortStatus<T>;
  onSort?: (sort: DataTableSortStatus<T>) => void;
}) {
  const { t } = useTranslation();
  if (query.error && !query.data) {
    return <Failure error={query.error} retry={query.refetch} />;
  }

  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  // A union of what goes together, which an object of known members is not narrowed to.
  const table = {
    withTableBorder: true,
    highlightOnHover: true,
    minHeight: rows.length === 0 ? 160 : undefined,
    records: rows,
    columns,
    idAccessor: rowKey,
    fetching: query.isPending,
    noRecordsText: empty,
    sortStatus: sort,
    onSortStatusChange: onSort,
  } as DataTableProps<T>;
  return (
    <Stack role="region" aria-label={label} gap="xs">
      <DataTable {...table} />
      {query.error ? <Failure error={query.error} retry={query.fetchNextPage} /> : null}
      {query.hasNextPage ? (
        <Center>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('parts.more')}
          </Button>
        </Center>
      ) : rows.length > 0 ? (
        <Text size="xs" c="dimmed" ta="center">
          {t('parts.all', { count: rows.length })}
        </Text>
      ) : null}
    </Stack>
  );
}
