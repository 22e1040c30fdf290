import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { Stack, Text } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProblemPart } from '../../api/problem';
import { useFormat } from '../../format/useFormat';
import type { RuleEditorProps } from '../RuleEditor';
import { checking, takeOver } from './checking';
import { completion } from './completion';
import { Errors } from './Errors';
import { ruleLanguage } from './language';
import type { Checked } from './rule';
import { theme } from './theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

export default function WrittenRule(props: RuleEditorProps) {
  const { value, errors = [], label, minHeight = 96 } = props;
  const { t } = useTranslation();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const found = checked?.text === value && checked.errors.length > 0 ? checked.errors : errors;
  const latest = useRef({ props, found });
  useEffect(() => {
    latest.current = { props, found };
  });

  const languageOfReader = useWords();
  const [reader] = useState(() => new Compartment());
  const [named] = useState(() => new Compartment());
  const wrong = found.length > 0;
  const names = useMemo(
    () =>
      EditorView.contentAttributes.of({
        'aria-label': label,
        'aria-describedby': `${id}hint ${id}errors`,
        'aria-invalid': String(wrong),
        spellcheck: 'false',
        autocorrect: 'off',
        autocapitalize: 'off',
      }),
    [label, id, wrong],
  );
  const words = useMemo(
    () => [
      placeholder(languageOfReader.placeholder),
      EditorState.phrases.of(languageOfReader.phrases),
      completion(languageOfReader.about),
      checking((answer) => {
        setChecked(answer);
        latest.current.props.onChecked?.(answer);
      }, languageOfReader),
    ],
    [languageOfReader],
  );

  useEffect(() => {
    const takeFirst = (editor: EditorView): boolean => {
      const error = latest.current.found.find((one) => one.suggestion && one.position != null);
      if (error) {
        takeOver(editor, error);
      }

      return error !== undefined;
    };
    const submit = (): boolean => {
      latest.current.props.onSubmit?.();
      return latest.current.props.onSubmit !== undefined;
    };
    const editor = new EditorView({
      parent: place.current!,
      doc: latest.current.props.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        Prec.high(keymap.of([{ key: 'Mod-Enter', run: submit }, { key: 'Mod-.', run: takeFirst }])),
        reader.of([]),
        named.of([]),
        history(),
        closeBrackets(),
        bracketMatching(),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (update.docChanged && update.state.doc.toString() !== latest.current.props.value) {
            latest.current.props.onChange(update.state.doc.toString());
          }
        }),
        ruleLanguage,
        theme,
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, [reader, named]);

  useEffect(() => view.current?.dispatch({ effects: reader.reconfigure(words) }), [reader, words]);
  useEffect(() => view.current?.dispatch({ effects: named.reconfigure(names) }), [named, names]);
  useEffect(() => {
    const editor = view.current!;
    const text = editor.state.doc.toString();
    if (text !== value) {
      editor.dispatch({ changes: { from: 0, to: text.length, insert: value } });
    }
  }, [value]);

  return (
    <Stack gap={4}>
      <div ref={place} style={{ minHeight }} />
      <div id={`${id}errors`} aria-live="polite">
        <Errors errors={found} take={(error) => takeOver(view.current!, error)} />
      </div>
      <Text id={`${id}hint`} size="xs" c="dimmed">
        {t('parts.rule.hint')}
      </Text>
    </Stack>
  );
}

/** Everything in the editor that a person reads. */
function useWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => ({
      placeholder: t('parts.rule.placeholder'),
      phrases: { Completions: t('parts.rule.completions'), Diagnostics: t('parts.rule.errors'), 'No diagnostics': t('parts.rule.noErrors'), close: t('parts.cancel') },
      of: (error: ProblemPart) => (error.expected ? `${error.message}. ${t('parts.rule.expected', { what: error.expected })}` : error.message),
      take: (suggestion: string) => t('parts.rule.take', { suggestion }),
      about: (item: { kind: string; type?: string | null; count?: number | null }) =>
        [t(`parts.rule.kind.${item.kind as 'field'}`), item.count == null ? '' : format.whole(item.count)].filter(Boolean).join(' · '),
    }),
    [t, format],
  );
}
