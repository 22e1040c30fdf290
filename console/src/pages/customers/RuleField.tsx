import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProblemPart } from '../../api/problem';
import { RuleEditor } from '../../parts/RuleEditor';
import classes from './RuleField.module.css';

/** A rule on as few lines as it needs, completed and checked while it is written. */
export function RuleField({
  value,
  onChange,
  errors,
  errorsOf,
  label,
  onSubmit,
  children,
}: {
  value: string;
  onChange: (rule: string) => void;
  errors: ProblemPart[];
  /** The text that the errors are about: of another one nothing is known yet. */
  errorsOf: string;
  label: string;
  onSubmit: () => void;
  /** Buttons beside the line. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Text size="xs" c="dimmed" mb={5}>
        {t('customers.ruleHow')}
      </Text>
      <Group gap="xs" align="start">
        <div className={classes.line}>
          <RuleEditor label={label} value={value} onChange={onChange} errors={value === errorsOf ? errors : []} minHeight={36} onSubmit={onSubmit} />
        </div>
        {children}
      </Group>
    </div>
  );
}
