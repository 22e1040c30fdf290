import { useTranslation } from 'react-i18next';

const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** ISO 8601 durations such as PT2H, in the reader's words. */
export function useDuration() {
  const language = useTranslation().i18n.language;
  return (iso: string): string => {
    const match = parts.exec(iso);
    if (!match) {
      return iso;
    }

    const words = units.flatMap((unit, place) => {
      const count = match[place + 1];
      return count ? [new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(count))] : [];
    });
    return new Intl.ListFormat(language, { type: 'unit' }).format(words);
  };
}
