import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { InWords } from '../../parts/rules/InWords';
import type { Rule } from '../../parts/rules/rule';

/** What a rule says, as it is written. */
export function RuleInWords({ rule }: { rule: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['parse', rule],
    queryFn: ({ signal }) => read(api.POST('/api/v1/rules/parse', { body: { rule }, signal })),
    enabled: rule !== '',
    placeholderData: keepPreviousData,
  });
  if (rule === '' || !data?.rule) {
    return null;
  }

  return (
    <div role="group" aria-label={t('rule.inWords')}>
      <Text size="sm" c="dimmed">
        {t('rule.inWords')}
      </Text>
      <InWords rule={data.rule as Rule} />
    </div>
  );
}
