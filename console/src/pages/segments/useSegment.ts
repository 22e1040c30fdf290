import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, read } from '../../api/client';
import type { Segment } from './segment';

/** A segment, followed closely while its customers are judged. */
export const useSegment = (id: string) =>
  useQuery({
    queryKey: ['segment', id],
    queryFn: () => read(api.GET('/api/v1/segments/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.state === 'backfilling' ? 500 : 5_000),
  });

/** From when on a rule that was put here knows of events; the silo says so once, in its answer to that. */
export const useHistoryFrom = (id: string) => useQuery<string | null>({ queryKey: historyKey(id), queryFn: skipToken }).data;

const historyKey = (id: string) => ['segment-history', id];

/** Keeps what the silo answered when a segment was put. */
export function useKeep() {
  const queries = useQueryClient();
  return (segment: Segment) => {
    queries.setQueryData(['segment', segment.id], segment);
    queries.setQueryDefaults(historyKey(segment.id), { staleTime: Infinity, gcTime: Infinity });
    queries.setQueryData(historyKey(segment.id), segment.historyFrom ?? null);
    void queries.invalidateQueries({ queryKey: ['segments'] });
  };
}
