import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { api, read } from '../../api/client';
import type { components } from '../../api/schema';

export type Found = components['schemas']['FoundCustomerBody'];

export interface Asked {
  /** What a person typed: an id, e-mail address, phone number or external id; empty for anybody. */
  text: string;
  /** A rule of the rule language; empty for everyone. */
  rule: string;
  /** As the call has it: a field, with - before it the greatest first. */
  sort: string;
}

export const search = ({ text, rule, sort }: Asked, limit: number, cursor?: string, signal?: AbortSignal) =>
  read(api.POST('/api/v1/customers/search', { body: { text: text || null, query: rule || undefined, sort, limit, cursor }, signal }));

/** Customers by pages. An answer may be empty although there is more to look at: then it goes on by itself. */
export function useSearch(asked: Asked) {
  const query = useInfiniteQuery({
    queryKey: ['customers', asked],
    queryFn: ({ pageParam, signal }) => search(asked, 50, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetching, error, fetchNextPage } = query;
  const emptySoFar = data?.pages.at(-1)?.items.length === 0;
  const goesOn = emptySoFar && hasNextPage && !error;
  useEffect(() => {
    if (goesOn && !isFetching) {
      void fetchNextPage();
    }
  }, [goesOn, isFetching, fetchNextPage]);
  const pages = data?.pages ?? [];
  return {
    query,
    shown: pages.reduce((sum, page) => sum + page.items.length, 0),
    scanned: pages.reduce((sum, page) => sum + page.scanned, 0),
    asOf: pages.at(-1)?.asOf,
    searching: query.isPending || query.isPlaceholderData || goesOn === true,
  };
}
