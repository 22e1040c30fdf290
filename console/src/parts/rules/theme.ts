import { EditorView } from '@codemirror/view';

/** By the page's variables, so that light and dark need no themes of their own. */
export const theme = EditorView.theme({
  '&': {
    minHeight: 'inherit',
    color: 'var(--mantine-color-text)',
    backgroundColor: 'light-dark(var(--mantine-color-white), var(--mantine-color-dark-6))',
    border: '1px solid light-dark(var(--mantine-color-gray-5), var(--mantine-color-dark-3))',
    borderRadius: 'var(--mantine-radius-default)',
    fontSize: 'var(--mantine-font-size-sm)',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '-1px' },
  '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)', caretColor: 'var(--mantine-color-text)', padding: '8px 0', minHeight: 'inherit' },
  '.cm-scroller': { minHeight: 'inherit', lineHeight: '1.6' },
  '.cm-line': { padding: '0 12px' },
  '.cm-placeholder': { color: 'light-dark(#5c636a, #a6a9ad)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy light-dark(#c92a2a, #ff8787)',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintPoint:after': { borderBottomColor: 'light-dark(#c92a2a, #ff8787)' },
  '.cm-tooltip': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border: '1px solid light-dark(var(--mantine-color-gray-4), var(--mantine-color-dark-4))',
    borderRadius: 'var(--mantine-radius-sm)',
    boxShadow: 'var(--mantine-shadow-md)',
    maxWidth: 'min(480px, 92vw)',
  },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '4px solid light-dark(#c92a2a, #ff8787)' },
  '.cm-diagnosticAction': {
    color: 'light-dark(#1864ab, #74c0fc)',
    backgroundColor: 'transparent',
    border: '1px solid currentColor',
    padding: '2px 8px',
    marginLeft: '8px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family)', maxHeight: '16em', maxWidth: 'min(480px, 92vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', justifyContent: 'space-between', gap: '16px', padding: '4px 10px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'light-dark(#10304d, #e7f5ff)',
    backgroundColor: 'light-dark(var(--mantine-color-blue-1), var(--mantine-color-blue-9))',
  },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '1', color: 'inherit', whiteSpace: 'nowrap', marginLeft: '0' },
  '.cm-completionMatchedText': { textDecoration: 'none' },
});
