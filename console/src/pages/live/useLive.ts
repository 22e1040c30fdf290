import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { api, read } from '../../api/client';
import type { components } from '../../api/schema';
import { useStream } from '../../api/stream';

type Schemas = components['schemas'];

export type Live = Schemas['LiveBody'];
export type Change = Schemas['ChangeBody'];

/** An action of an automation, as it comes about or ends. */
export interface Firing {
  id: string;
  automation: string;
  customer: string;
  step: string;
  kind: string | null;
  state: string;
  at: string;
}

/** How many points of the last minutes and rows of what happened are kept. */
const kept = { rates: 120, rows: 12 };

/** How the store stands, followed from second to second. Days and groups are asked for again now and then. */
export function useLive() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['live'], queryFn: () => read(api.GET('/api/v1/live')), refetchInterval: 10_000 });
  const [rates, setRates] = useState<number[]>([]);
  const [changes, setChanges] = useState<Change[]>([]);
  const [firings, setFirings] = useState<Firing[]>([]);
  useStream('/api/v1/live/stream', {
    status: (data) => {
      const status = data as Schemas['StatusBody'];
      setRates((known) => [...known, status.events.perSecond].slice(-kept.rates));
      queries.setQueryData<Live>(['live'], (known) => known && { ...known, ...status });
    },
    firing: (data) => setFirings((known) => [data as Firing, ...known.filter((one) => one.id !== (data as Firing).id)].slice(0, kept.rows)),
  });
  useStream('/api/v1/changes/stream?after=now', { change: (data) => setChanges((known) => [data as Change, ...known].slice(0, kept.rows)) });
  return { ...query, rates, changes, firings };
}
