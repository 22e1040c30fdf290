import { type Diagnostic, linter } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';

import { api, read } from '../../api/client';
import type { ProblemPart } from '../../api/problem';

/** Asks the silo what is wrong with the text whenever writing pauses. CodeMirror drops an answer about a text that is no longer there. */
export const checking = (found: (errors: readonly ProblemPart[], text: string) => void, words: { of: (error: ProblemPart) => string; take: (suggestion: string) => string }) =>
  linter(
    async (view) => {
      const rule = view.state.doc.toString();
      const errors = rule.trim() === '' ? [] : await errorsOf(rule);
      if (errors === null || view.state.doc.toString() !== rule) {
        return [];
      }

      found(errors, rule);
      return errors.filter((error) => error.position != null).map((error) => diagnostic(error, rule, words));
    },
    { delay: 400 },
  );

/** Null where the silo did not answer: then nothing is known. */
const errorsOf = (rule: string): Promise<readonly ProblemPart[] | null> =>
  read(api.POST('/api/v1/rules/parse', { body: { rule } })).then(
    (answer) => answer.errors,
    () => null,
  );

function diagnostic(error: ProblemPart, rule: string, words: { of: (error: ProblemPart) => string; take: (suggestion: string) => string }): Diagnostic {
  const { from, to } = placeOf(error, rule.length);
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
