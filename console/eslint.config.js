import react from 'eslint-plugin-react';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// What a person reads comes from src/texts: no literal stands in what is drawn.
export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  hooks.configs['recommended-latest'],
  {
    files: ['src/**/*.tsx'],
    plugins: { react },
    settings: { react: { version: 'detect' } },
    rules: {
      'react/jsx-no-literals': [
        'error',
        { noStrings: true, ignoreProps: true, allowedStrings: ['·', '—', '–', '/', '…', ':', '%', '(', ')', ',', '→', '#'] },
      ],
      'no-restricted-syntax': [
        'error',
        ...['label', 'title', 'placeholder', 'aria-label', 'alt', 'description', 'noRecordsText', 'loadingText'].map((name) => ({
          selector: `JSXAttribute[name.name='${name}'] > Literal`,
          message: `${name} is read by people: take it from src/texts.`,
        })),
      ],
    },
  },
);
