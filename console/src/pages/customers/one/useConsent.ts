import { api, read } from '../../../api/client';
import { useWrite, written } from './useCustomer';

export interface Consent {
  channel: string;
  /** Null for marketing. */
  purpose: string | null;
  state: 'granted' | 'denied';
}

/** Writes down what was said; that it was said here stands beside it, by a name that is the same in every language. */
export const useConsent = (id: string) => useWrite<Consent>((consent) => read(api.POST('/api/v1/customers/{id}/consents', { ...written(id), body: { ...consent, source: 'console' } })));
