import { acceptCompletion, autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

import { api, read } from '../../api/client';
import type { components } from '../../api/schema';

type Item = components['schemas']['CompletionItem'];

/** What can stand at the caret, by the silo: words of the language and the store's own names, in its order. */
export const completion = (about: (item: Item) => string) => [
  autocompletion({ override: [(context) => complete(context, about)], icons: false, closeOnBlur: true }),
  Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])), // does nothing, and so leaves the editor, while nothing is offered
  // What scrolls can be focused: by mouse and by screen reader, for the keyboard stays in the editor.
  EditorView.updateListener.of(({ view }) => view.dom.querySelector('[role=listbox]')?.setAttribute('tabindex', '0')),
];

async function complete(context: CompletionContext, about: (item: Item) => string): Promise<CompletionResult | null> {
  const rule = context.state.doc.toString();
  if (rule === '' && !context.explicit) {
    return null;
  }

  const ended = new AbortController();
  context.addEventListener('abort', () => ended.abort(), { onDocChange: true });
  const answer = await read(api.POST('/api/v1/rules/complete', { body: { rule, position: context.pos }, signal: ended.signal })).catch(() => null);
  if (!answer || answer.items.length === 0) {
    return null;
  }

  const { start, length } = answer.replaces;
  const typed = rule.slice(start, start + length);
  const done = length === 0 ? answer.expected === null : answer.items.length === 1 && answer.items[0]!.insert === typed;
  if (done && !context.explicit) {
    return null; // the rule can end here, or the word is whole: Enter is to begin a line
  }

  return { from: start, to: start + length, filter: false, options: answer.items.map((item): Completion => ({ label: item.label, apply: item.insert, detail: about(item) })) };
}
