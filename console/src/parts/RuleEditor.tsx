import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';

import type { ProblemPart } from '../api/problem';
import type { Checked } from './rules/rule';

const Written = lazy(() => import('./rules/WrittenRule'));

export interface RuleEditorProps {
  value: string;
  onChange: (text: string) => void;
  /** What the silo refused this text for, beyond what the editor finds itself; of another text there are none. */
  errors?: readonly ProblemPart[];
  /** What a screen reader calls the editor. */
  label: string;
  minHeight?: number;
  /** By Ctrl or ⌘ and Enter. */
  onSubmit?: () => void;
  /** Told what the silo says of the text, whenever writing pauses. */
  onChecked?: (checked: Checked) => void;
}

/** A rule as text: highlighted, completed from what the store has seen, and checked while it is written. */
export const RuleEditor = (props: RuleEditorProps) => (
  <Suspense fallback={<Skeleton h={(props.minHeight ?? 96) + 24} />}>
    <Written {...props} />
  </Suspense>
);
