import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Sparkline } from '../../parts/Sparkline';

/** A segment's last days at a glance; nothing where they are not known. */
export function Trend({ name, sizes }: { name: string; sizes?: (number | null)[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = sizes?.filter((size) => size !== null) ?? [];
  if (!sizes || known.length < 2) {
    return null;
  }

  return <Sparkline values={sizes} label={t('segments.trendLabel', { name, from: format.whole(known[0]!), to: format.whole(known.at(-1)!), days: format.whole(known.length) })} />;
}
