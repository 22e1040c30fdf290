import { useQuery } from '@tanstack/react-query';

import { api, read } from '../api/client';
import type { components } from '../api/schema';

type Session = components['schemas']['SessionBody'];

/** Who is signed in, and to which store; null for nobody. */
export const useSession = () => useQuery({ queryKey: ['session'], queryFn: () => read(api.GET('/console/session')), staleTime: 60_000, retry: 1 });

/** Of the store that is signed in to: pages are only drawn for one. */
export function useStore(): Session {
  const { data } = useSession();
  if (!data) {
    throw new Error('Nobody is signed in.');
  }

  return data;
}
