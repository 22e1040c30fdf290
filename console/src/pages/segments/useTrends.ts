import { useQuery } from '@tanstack/react-query';

import { api, read } from '../../api/client';

const days = 30;

/** How many members each segment had at the end of each of the last days. */
export const useTrends = () =>
  useQuery({ queryKey: ['segments', 'trends'], queryFn: () => read(api.GET('/api/v1/segments/trends', { params: { query: { days } } })), staleTime: 60_000, retry: false });
