import { SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { DataTableSortStatus } from 'mantine-datatable';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';

import { useFormat } from '../../format/useFormat';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { FirstEvent } from '../live/FirstEvent';
import { askedRule } from './customersBy';
import { Find } from './Find';
import { FoundCustomers } from './FoundCustomers';
import { NoMatch } from './NoMatch';
import { RuleFilter, ruleErrors } from './RuleFilter';
import { type Found, useSearch } from './useSearch';

export default function CustomersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [, go] = useLocation();
  const rule = useLocationProperty(askedRule, () => '');
  const [{ text, drops }, find] = useState({ text: '', drops: 0 });
  const [sort, setSort] = useState<DataTableSortStatus<Found>>({ columnAccessor: 'lastSeen', direction: 'desc' });
  const asked = { text, rule, sort: `${sort.direction === 'desc' ? '-' : ''}${String(sort.columnAccessor)}` };
  const { query, shown, scanned, asOf, searching } = useSearch(asked);
  const wrong = ruleErrors(query.error).length > 0;
  const nobody = shown === 0 && !searching && !query.error;
  return (
    <Page title={t('customers.title')} about={t('customers.about')}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Stack gap="xs">
          <Find key={drops} asked={asked} onChange={(next) => find({ text: next, drops })} />
        </Stack>
        <RuleFilter rule={rule} error={query.error} />
      </SimpleGrid>
      <Text size="sm" c="dimmed" role="status">
        {searching && !query.error
          ? t('customers.searching', { value: format.whole(scanned) })
          : asOf && !wrong
            ? t(query.hasNextPage ? 'customers.seen' : 'customers.found', { shown: format.whole(shown), scanned: format.whole(scanned), at: format.instant(asOf) })
            : null}
      </Text>
      {wrong ? null : nobody ? (
        text || rule ? (
          <NoMatch text={text} rule={rule} dropText={() => find({ text: '', drops: drops + 1 })} dropRule={() => go('/customers')} />
        ) : (
          <FirstEvent />
        )
      ) : query.error && shown === 0 ? (
        <Failure error={query.error} retry={query.refetch} />
      ) : searching && shown === 0 ? (
        <Skeleton h={320} />
      ) : (
        <FoundCustomers list={JSON.stringify(asked)} query={query} sort={sort} onSort={setSort} />
      )}
    </Page>
  );
}
