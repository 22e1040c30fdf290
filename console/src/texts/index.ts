import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { app } from '../app/texts';
import { automations } from '../pages/automations/texts';
import { customers } from '../pages/customers/texts';
import { deadLetters } from '../pages/dead-letters/texts';
import { live } from '../pages/live/texts';
import { rfm } from '../pages/rfm/texts';
import { segments } from '../pages/segments/texts';
import { rule } from '../parts/rules/texts';
import { parts } from '../parts/texts';
import { type Language, languages } from './languages';

const pages = { app, automations, customers, deadLetters, live, parts, rfm, rule, segments };

type Texts = { [P in keyof typeof pages]: (typeof pages)[P]['en'] };

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Texts };
  }
}

/** Everything in one language, by page. */
const textsIn = (language: Language): Texts =>
  Object.fromEntries(Object.entries(pages).map(([page, texts]) => [page, texts[language]])) as unknown as Texts;

const kept = 'crm-language';

// The reader's choice, else the first of the browser's languages that there is.
function preferred(): Language {
  const all = Object.keys(languages) as Language[];
  for (const name of [localStorage.getItem(kept) ?? '', ...navigator.languages]) {
    const found = all.find((language) => name !== '' && language.split('-')[0] === name.split('-')[0]);
    if (found) {
      return found;
    }
  }

  return 'en';
}

export const texts = createInstance();

void texts.use(initReactI18next).init({
  lng: preferred(),
  fallbackLng: false,
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(Object.keys(languages).map((language) => [language, { translation: textsIn(language as Language) }])),
});

document.documentElement.lang = texts.language;

export function choose(language: Language): void {
  localStorage.setItem(kept, language);
  document.documentElement.lang = language;
  void texts.changeLanguage(language);
}
