import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { Problem } from '../../../api/problem';
import { Empty } from '../../../parts/Empty';
import { Failure } from '../../../parts/Failure';

/** What stands instead of a customer: erased, never heard of, or something failed. */
export function Gone({ id, error, retry }: { id: string; error: unknown; retry: () => unknown }) {
  const { t } = useTranslation();
  const status = error instanceof Problem ? error.status : null;
  if (status !== 410 && status !== 404) {
    return <Failure error={error} retry={retry} />;
  }

  return (
    <Empty title={t(status === 410 ? 'customers.one.erased' : 'customers.one.unknown')}>
      <Text className="wrap">{status === 410 ? t('customers.one.erasedHow') : t('customers.one.unknownHow', { id })}</Text>
      <Anchor component={Link} href="/customers">
        {t('customers.one.toList')}
      </Anchor>
    </Empty>
  );
}

/** Nobody is there to be shown; any other failure may pass while the page stands. */
export const isGone = (error: unknown): boolean => error instanceof Problem && (error.status === 410 || error.status === 404);
