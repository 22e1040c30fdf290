import createClient from 'openapi-fetch';

import { Problem, type ProblemPart } from './problem';
import type { paths } from './schema';

/** The silo's HTTP interface as its own description has it. The header keeps other sites from calling it with this browser's cookie. */
export const api = createClient<paths>({ baseUrl: '', headers: { 'X-Crm-Console': '1' }, fetch: (request) => send(request) });

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    throw new Problem(0, '');
  }
}

/** The answer, or the problem as an exception. */
export async function read<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) {
    return data as T;
  }

  const problem = (error ?? {}) as { detail?: string; title?: string; errors?: ProblemPart[] };
  throw new Problem(response.status, problem.detail ?? problem.title ?? '', problem.errors ?? []);
}
