import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { api, read } from '../../../api/client';
import type { components } from '../../../api/schema';

type Schemas = components['schemas'];

export type Customer = Schemas['CustomerBody'];

export const at = (id: string) => ({ params: { path: { id } } });

/** A write is answered when its effects can be read, where that takes no longer than a few seconds. */
export const written = (id: string) => ({ params: { path: { id }, query: { wait: 'applied' } } });

export const useCustomer = (id: string) => useQuery({ queryKey: ['customer', id], queryFn: () => read(api.GET('/api/v1/customers/{id}', at(id))), refetchInterval: 5_000 });

/** Writes something about a customer, and then reads anew all that is shown: the page may be of another id of the same person. */
export function useWrite<V = void>(run: (value: V) => Promise<Schemas['WriteAnswer']>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => queries.invalidateQueries({ queryKey: ['customer'] }) });
}
