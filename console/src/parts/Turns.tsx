import { Button, Group, Text } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../format/useFormat';
import type { Paged } from './Grid';

/** Which page is looked at. Pages without rows are passed over; one that is still to come is turned to when it is there. */
export function useTurns<T>(query: UseInfiniteQueryResult<InfiniteData<Paged<T>>>, list: string) {
  const [wanted, set] = useState({ list, place: 0 });
  const turn = (place: number) => set({ list, place });
  const pages = (query.data?.pages ?? []).filter((page) => page.items.length > 0);
  const place = Math.max(0, Math.min(wanted.list === list ? wanted.place : 0, pages.length - 1));
  const isLast = place === pages.length - 1;
  return {
    rows: pages[place]?.items ?? [],
    page: place + 1,
    back: place > 0 ? () => turn(place - 1) : null,
    on:
      !isLast || query.hasNextPage
        ? () => {
            turn(place + 1);
            if (isLast) {
              void query.fetchNextPage();
            }
          }
        : null,
  };
}

export function Turns({ page, back, on, busy }: { page: number; back: (() => void) | null; on: (() => void) | null; busy: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return back || on ? (
    <Group component="nav" aria-label={t('parts.pages')} justify="center">
      <Button variant="default" disabled={!back} onClick={() => back?.()}>
        {t('parts.back')}
      </Button>
      <Text size="sm" role="status" className="number">
        {t('parts.page', { page: format.whole(page) })}
      </Text>
      <Button variant="default" disabled={!on} loading={busy} onClick={() => on?.()}>
        {t('parts.on')}
      </Button>
    </Group>
  ) : null;
}
