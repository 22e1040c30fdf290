import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { usePaged } from '../../../api/paged';
import { Problem } from '../../../api/problem';
import type { components } from '../../../api/schema';
import { useFormat } from '../../../format/useFormat';
import { Grid } from '../../../parts/Grid';
import { OpenEvent } from './OpenEvent';
import { type Filters, TimelineFilters } from './TimelineFilters';
import { useSummary } from './useSummary';

export type Item = components['schemas']['TimelineItem'];

/** What the customer did and what was written about them, the newest first. */
export function Timeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const [filters, filter] = useState<Filters>({ types: [], name: '', from: '', to: '' });
  return (
    <>
      <TimelineFilters onChange={filter} />
      <Events id={id} filters={filters} empty={t('customers.history.none')} />
    </>
  );
}

function Events({ id, filters, empty }: { id: string; filters: Filters; empty: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const summary = useSummary();
  const list = useTimeline(id, filters);
  if (isKeptInLog(list.error)) {
    return <Text size="sm">{t('customers.history.off')}</Text>;
  }

  return (
    <Grid<Item>
      query={list}
      rowKey="id"
      label={t('customers.history.timeline')}
      empty={empty}
      columns={[
        { accessor: 'at', title: t('customers.history.at'), noWrap: true, render: (item) => format.instant(item.at) },
        { accessor: 'name', title: t('customers.history.what'), width: 200, render: (item) => <OpenEvent item={item} what={summary(item)} /> },
        { accessor: 'type', title: t('customers.history.kind'), render: (item) => t(`customers.history.type.${item.type as 'track'}`, { defaultValue: item.type }) },
        { accessor: 'channel', title: t('customers.history.channel'), render: (item) => (item.channel ? t(`customers.channel.${item.channel as 'web'}`, { defaultValue: item.channel }) : '—') },
      ]}
    />
  );
}

/** What the archive has of a customer; days are those of the reader's clock. */
export const useTimeline = (id: string, { types, name, from, to }: Filters) =>
  usePaged<Item>(['customer', id, 'timeline', types, name, from, to], (cursor) =>
    read(
      api.GET('/api/v1/customers/{id}/timeline', {
        params: { path: { id }, query: { cursor, limit: 20, type: types.join(',') || undefined, name: name || undefined, from: from ? midnight(from, 0) : undefined, to: to ? midnight(to, 1) : undefined } },
      }),
    ),
  );

/** Where the log keeps the archive it cannot be read back by customer. */
export const isKeptInLog = (error: unknown): boolean => error instanceof Problem && error.status === 501;

function midnight(day: string, after: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + after);
  return date.toISOString();
}
