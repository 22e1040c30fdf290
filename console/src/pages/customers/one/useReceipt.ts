import { navigate, useLocationProperty } from 'wouter/use-browser-location';

const prefix = '#erasure=';

/** The number of an erasure stands in the fragment, so that the receipt is there again when the page is loaded anew. */
export const showReceipt = (customer: string, erasure: string): void => navigate(`/customers/${encodeURIComponent(customer)}${prefix}${encodeURIComponent(erasure)}`, { replace: true });

export const useReceipt = (): string | null =>
  useLocationProperty(
    () => (location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : null),
    () => null,
  );
