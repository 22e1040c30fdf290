import { type Diagnostic, linter } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';

import { api, read } from '../../api/client';
import type { ProblemPart } from '../../api/problem';
import type { Checked, Rule } from './rule';

interface ErrorWords {
  of: (error: ProblemPart) => string;
  take: (suggestion: string) => string;
}

/** Asks the silo what is wrong with the text whenever writing pauses. CodeMirror drops an answer about a text that is no longer there. */
export const checking = (found: (checked: Checked) => void, words: ErrorWords) =>
  linter(
    async (view) => {
      const text = view.state.doc.toString();
      const checked = text.trim() === '' ? { text, rule: null, errors: [] } : await check(text);
      if (view.state.doc.toString() !== text) {
        return [];
      }

      found(checked);
      return checked.errors.filter((error) => error.position != null).map((error) => diagnostic(error, text, words));
    },
    { delay: 400 },
  );

const check = (text: string): Promise<Checked> =>
  read(api.POST('/api/v1/rules/parse', { body: { rule: text } })).then(
    ({ rule, errors }) => ({ text, rule: (rule ?? null) as Rule | null, errors }),
    () => ({ text, rule: null, errors: [] }),
  );

function diagnostic(error: ProblemPart, text: string, words: ErrorWords): Diagnostic {
  const { from, to } = placeOf(error, text.length);
  return {
    from,
    to,
    severity: 'error',
    message: words.of(error),
    actions: error.suggestion ? [{ name: words.take(error.suggestion), apply: (view) => takeOver(view, error) }] : [],
  };
}

/** Puts the suggestion in the place of what is wrong. */
export function takeOver(view: EditorView, error: ProblemPart): void {
  const { from, to } = placeOf(error, view.state.doc.length);
  const insert = error.suggestion ?? '';
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.complete' });
  view.focus();
}

function placeOf(error: ProblemPart, end: number) {
  const from = Math.min(error.position ?? 0, end);
  return { from, to: Math.min(from + (error.length ?? 0), end) };
}
