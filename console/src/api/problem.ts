/** One bad field, or one place in a rule. */
export interface ProblemPart {
  field?: string;
  message: string;
  position?: number | null;
  length?: number | null;
  expected?: string | null;
  suggestion?: string | null;
}

/** What the silo answers instead of what was asked for (RFC 9457), or that it did not answer: then the status is 0. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: ProblemPart[] = [],
  ) {
    super(detail);
  }
}

/** Asking again would be answered the same. */
export const isRefused = (error: unknown): boolean => error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;

export const isSignedOut = (error: unknown): boolean => error instanceof Problem && error.status === 401;
