import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Failure } from '../../../parts/Failure';

/** How a write ended, where there is something to say about it. */
export function Written({ write }: { write: { error: unknown; data?: { applied: boolean | null } } }) {
  const { t } = useTranslation();
  if (write.error) {
    return <Failure error={write.error} />;
  }

  return write.data?.applied === false ? (
    <Text size="sm" c="dimmed" role="status">
      {t('customers.one.notYet')}
    </Text>
  ) : null;
}
