import { useTranslation } from 'react-i18next';
import { Text } from '@mantine/core';

import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import { Facts } from './Facts';
import type { Customer } from './useCustomer';

/** What was told of the customer and could not be taken as it came. */
export function Problems({ problems }: { problems: Customer['problems'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('customers.problems.title')}>
      {problems.length === 0 ? <Text size="sm">{t('customers.problems.none')}</Text> : null}
      <Facts
        of={problems.map((one) => [
          t(`customers.field.${one.field as 'email'}`, { defaultValue: one.field }),
          <>
            {t(`customers.problems.reason.${one.reason as 'tooLong'}`, { defaultValue: one.reason })}
            <Text size="xs" c="dimmed">
              {t('customers.problems.times', { value: format.whole(one.count), at: format.instant(one.at) })}
            </Text>
          </>,
        ])}
      />
    </Card>
  );
}
