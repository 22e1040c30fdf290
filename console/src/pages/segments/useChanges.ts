import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { api, read } from '../../api/client';
import type { components } from '../../api/schema';
import { useStream } from '../../api/stream';

export type Change = components['schemas']['ChangeBody'];

/** When a change came about; of the segment itself, when it was made. */
export const instantOf = (change: Change): string => (change.customer ? change.at : change.recordedAt);

const kept = 100;
const page = 1_000;
const pages = 5; // the feed is read from its oldest entry on: of a longer one only what comes from now on is shown

/** A segment's newest changes, the latest first, and what comes while the page is open. */
export function useChanges(id: string) {
  const earlier = useQuery({ queryKey: ['segment', id, 'changes'], queryFn: ({ signal }) => newest(id, signal), staleTime: Infinity, gcTime: 0 });
  const [live, setLive] = useState<Change[]>([]);
  const after = earlier.data?.next ?? 'now'; // without a gap after what was read; what comes twice is shown once
  useStream(`/api/v1/segments/${encodeURIComponent(id)}/changes/stream?after=${encodeURIComponent(after)}`, {
    change: (data) => setLive((known) => [data as Change, ...known].slice(0, kept)),
  });
  const seen = new Set<string>();
  const changes = [...live, ...(earlier.data?.changes ?? [])].filter((change) => !seen.has(change.id) && seen.add(change.id)).slice(0, kept);
  return { ...earlier, changes, whole: earlier.data?.next !== null };
}

async function newest(id: string, signal: AbortSignal): Promise<{ changes: Change[]; next: string | null }> {
  const changes: Change[] = [];
  let after: string | undefined;
  for (let place = 0; place < pages; place++) {
    const answer = await read(api.GET('/api/v1/segments/{id}/changes', { params: { path: { id }, query: { after, limit: page } }, signal }));
    changes.push(...answer.items);
    after = answer.next;
    if (answer.items.length < page) {
      const once = [...new Map(changes.map((change) => [change.id, change])).values()]; // every partition tells what became of the segment
      return { changes: once.sort((a, b) => instantOf(b).localeCompare(instantOf(a))).slice(0, kept), next: answer.next };
    }
  }

  return { changes: [], next: null };
}
