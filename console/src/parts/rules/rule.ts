import type { ProblemPart } from '../../api/problem';

/** What the silo says of a text: the rule that it is, or what is wrong with it; neither where it did not answer, or where there is no text. */
export interface Checked {
  text: string;
  rule: Rule | null;
  errors: readonly ProblemPart[];
}

/** The JSON form of a rule, as docs/rules.md has it; a part has the members of its kind. */
export interface Rule {
  all?: Rule[];
  any?: Rule[];
  not?: Rule;
  everyone?: boolean;
  tag?: string;
  list?: string;
  segment?: string;
  journey?: string;
  consent?: string;
  purpose?: string;
  canReceive?: string;
  top?: number;
  by?: string;
  field?: string;
  property?: string;
  op?: string;
  value?: unknown;
  has?: Rule;
  is?: unknown;
  did?: Event;
  didNot?: Event;
  of?: Event;
  where?: Rule;
  times?: { op: string; n: number };
  first?: boolean;
  window?: Window;
  recency?: 'first' | 'last';
  sequence?: Rule[];
  within?: string;
  aggregate?: string;
  same?: string;
  message?: string;
  id?: string | null;
  link?: string;
  form?: string;
  steady?: string;
  segmentChange?: 'entered' | 'left';
}

export type Event = string | string[] | { page: string } | { screen: string };

export interface Window {
  last?: string;
  ago?: [string, string];
  from?: string;
  to?: string;
  calendar?: string;
}
