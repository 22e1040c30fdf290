import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Numbers, amounts and instants in the reader's language; instants in the reader's own time zone. */
export function useFormat() {
  const language = useTranslation().i18n.language;
  return useMemo(() => formats(language), [language]);
}

function formats(language: string) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  return {
    number: (value: number) => number.format(value),
    whole: (value: number) => whole.format(value),
    money: (value: string | number, currency: string | null | undefined) =>
      currency ? new Intl.NumberFormat(language, { style: 'currency', currency }).format(Number(value)) : number.format(Number(value)),
    instant: (iso: string | null | undefined) => (iso ? instant.format(new Date(iso)) : '—'),
    /** The day of an instant. */
    date: (iso: string) => date.format(new Date(iso)),
    time: (iso: string) => time.format(new Date(iso)),
    /** Of a code such as BR. */
    country: (code: string | null | undefined) => (code && /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : (code ?? '—')),
    /** Of a calendar day such as 2026-11-22, which is in no time zone. */
    day: (date: string) => day.format(new Date(`${date}T00:00:00Z`)),
    ago: (iso: string | null | undefined, now = Date.now()) => {
      if (!iso) {
        return '—';
      }

      const seconds = (new Date(iso).getTime() - now) / 1000;
      for (const [unit, size] of units) {
        if (Math.abs(seconds) >= size) {
          return relative.format(Math.round(seconds / size), unit);
        }
      }

      return relative.format(Math.round(seconds), 'second');
    },
  };
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
