import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { Problem, type ProblemPart } from '../../api/problem';
import { customersBy } from './customersBy';
import { RuleField } from './RuleField';

/** Filters by a rule when it is asked to, not with each character; what holds stands in the address. */
export function RuleFilter({ rule, error }: { rule: string; error: unknown }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [draft, write] = useState(rule);
  const [from, setFrom] = useState(rule);
  if (rule !== from) {
    setFrom(rule); // the address has another one now, as by going back
    write(rule);
  }

  const apply = (next: string) => {
    const asked = next.trim();
    write(asked);
    if (asked !== rule) {
      go(customersBy(asked));
    }
  };
  return (
    <RuleField label={t('customers.rule')} value={draft} onChange={write} errors={ruleErrors(error)} errorsOf={rule} onSubmit={() => apply(draft)}>
      <Button variant="default" onClick={() => apply(draft)}>
        {t('customers.apply')}
      </Button>
      {rule ? (
        <Button variant="default" onClick={() => apply('')}>
          {t('customers.clear')}
        </Button>
      ) : null}
    </RuleField>
  );
}

/** What is wrong with the rule itself; other failures are shown as such. */
export const ruleErrors = (error: unknown): ProblemPart[] => (error instanceof Problem && error.status === 400 ? error.errors.filter((part) => part.field === 'query') : []);
