import { useEffect, useRef } from 'react';

/** Listens to a stream of the silo as long as the component is there; the browser connects again by itself. */
export function useStream(url: string, handlers: Record<string, (data: unknown) => void>): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const names = Object.keys(handlers).join(' ');
  useEffect(() => {
    const source = new EventSource(url);
    for (const name of names.split(' ')) {
      source.addEventListener(name, (event) => latest.current[name]?.(JSON.parse((event as MessageEvent<string>).data)));
    }

    return () => source.close();
  }, [url, names]);
}
