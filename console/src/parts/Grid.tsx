import { Button, Center, Stack, Text } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { DataTable, type DataTableColumn, type DataTableProps, type DataTableSortStatus } from 'mantine-datatable';
import { useTranslation } from 'react-i18next';

import { Failure } from './Failure';
import { Turns, useTurns } from './Turns';

export type Paged<T> = { items: T[]; next?: string | null };

/** Rows by pages: the next ones come below, or where there may be very many, in place of those before. */
export function Grid<T extends Record<string, unknown>>({
  query,
  columns,
  rowKey,
  label,
  empty,
  sort,
  onSort,
  turns,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Paged<T>>>;
  columns: DataTableColumn<T>[];
  rowKey: string | ((row: T) => string);
  /** What a screen reader calls the table. */
  label: string;
  empty: string;
  sort?: DataTableSortStatus<T>;
  onSort?: (sort: DataTableSortStatus<T>) => void;
  /** One page at a time: what is drawn stays as little after a thousand pages as it is at first. The name of the list: another one begins at its first page. */
  turns?: string;
}) {
  const { t } = useTranslation();
  const turned = useTurns(query, turns ?? '');
  if (query.error && !query.data) {
    return <Failure error={query.error} retry={query.refetch} />;
  }

  const rows = turns !== undefined ? turned.rows : (query.data?.pages.flatMap((page) => page.items) ?? []);
  // A union of what goes together, which an object of known members is not narrowed to.
  const table = {
    withTableBorder: true,
    highlightOnHover: true,
    minHeight: rows.length === 0 ? 160 : undefined,
    records: rows,
    columns,
    idAccessor: rowKey,
    scrollAreaProps: { viewportProps: { tabIndex: 0 } },
    fetching: query.isPending,
    noRecordsText: rows.length === 0 ? empty : '', // else it is there for a screen reader, though not to be seen
    sortStatus: sort,
    onSortStatusChange: onSort,
  } as DataTableProps<T>;
  return (
    <Stack role="region" aria-label={label} gap="xs">
      <DataTable {...table} />
      {query.error ? <Failure error={query.error} retry={query.fetchNextPage} /> : null}
      {turns !== undefined ? (
        <Turns {...turned} busy={query.isFetchingNextPage} />
      ) : query.hasNextPage ? (
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
