import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';

type Listed<T> = { items: T[]; next?: string | null };

/** A list that is read page by page; each page is asked for by the cursor of the one before. */
export const usePaged = <T>(queryKey: QueryKey, page: (cursor: string | undefined) => Promise<Listed<T>>, refetchInterval: number | false = false) =>
  useInfiniteQuery({ queryKey, refetchInterval, queryFn: ({ pageParam }) => page(pageParam), initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined });
