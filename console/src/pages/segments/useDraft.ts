import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { api, read } from '../../api/client';
import { Problem, type ProblemPart } from '../../api/problem';
import { idFrom, isId, type Segment } from './segment';
import { useKeep } from './useSegment';

interface Draft {
  id: string | null; // null: made of the name
  name: string;
  text: string;
  version: number; // of the segment that was there when writing began
}

const namesNoRule = (part: ProblemPart) => part.field !== 'rule';

/** What is being written of a segment. Until something is, it follows what the silo has. */
export function useDraft(segment: Segment | undefined, rule: string, onSaved?: (segment: Segment) => void) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const queries = useQueryClient();
  const keep = useKeep();
  const was: Draft = { id: segment?.id ?? null, name: segment?.name ?? '', text: rule, version: segment?.version ?? 0 };
  const now = draft ?? was;
  const id = segment?.id ?? now.id ?? idFrom(now.name);
  const save = useMutation({
    mutationFn: () =>
      read(
        api.PUT('/api/v1/segments/{id}', {
          params: { path: { id } },
          headers: segment ? { 'If-Match': `"${now.version}"` } : { 'If-None-Match': '*' },
          body: { name: now.name.trim(), rule: now.text },
        }),
      ),
    onSuccess: (saved) => {
      keep(saved);
      setDraft(null);
      onSaved?.(saved);
    },
    onError: () => segment && queries.invalidateQueries({ queryKey: ['segment', segment.id], exact: true }),
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const stale = problem?.status === 412;
  const edit = (change: Partial<Draft>) => {
    setDraft({ ...now, ...change });
    if (save.error) {
      save.reset();
    }
  };
  return {
    id,
    name: now.name,
    text: now.text,
    changed: now.name !== was.name || now.text !== was.text,
    ready: isId(id) && now.name.trim() !== '' && now.text.trim() !== '',
    idTaken: stale && !segment,
    /** Somebody put another rule since writing began. */
    overtaken: segment !== undefined && draft !== null && segment.version !== draft.version,
    ruleErrors: problem?.errors.filter((part) => part.field === 'rule') ?? [],
    /** What is not told at its place. */
    error: stale || (problem?.status === 400 && !problem.errors.some(namesNoRule)) ? null : save.error,
    saved: save.isSuccess && draft === null,
    saving: save.isPending,
    edit,
    save: () => save.mutate(),
    takeTheirs: () => {
      setDraft(null);
      save.reset();
    },
    keepMine: () => edit({ version: was.version }),
  };
}
