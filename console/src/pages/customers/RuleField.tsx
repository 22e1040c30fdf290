import { Code, Group, Mark, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProblemPart } from '../../api/problem';
import classes from './RuleField.module.css';

/** One line for a rule. What is wrong with it is said below, with the place marked. */
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
  /** The text that the errors are about: that one is marked, also while another is being written. */
  errorsOf: string;
  label: string;
  onSubmit: () => void;
  /** Buttons beside the line. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={label}
      description={t('customers.ruleHow')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          onSubmit();
        }
      }}
      error={
        errors.length > 0 ? (
          <Stack component="span" gap={4}>
            {errors.map((part, place) => (
              <RuleError key={place} part={part} rule={errorsOf} />
            ))}
          </Stack>
        ) : null
      }
      errorProps={{ component: 'div', role: 'alert' }}
      inputContainer={(line) => (
        <Group gap="xs">
          <div className={classes.line}>{line}</div>
          {children}
        </Group>
      )}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      classNames={{ input: classes.rule }}
    />
  );
}

function RuleError({ part, rule }: { part: ProblemPart; rule: string }) {
  const { t } = useTranslation();
  const from = part.position ?? null;
  return (
    <span>
      {from === null ? null : (
        <Code className="wrap">
          {rule.slice(0, from)}
          <Mark color="red">{rule.slice(from, from + (part.length ?? 0)) || '…'}</Mark>
          {rule.slice(from + (part.length ?? 0))}
        </Code>
      )}
      <Text span size="sm" display="block">
        {from === null ? null : `${t('customers.errorAt', { place: from + 1 })}: `}
        <span lang="en">{part.message}</span>
        {part.suggestion ? ` ${t('customers.meant', { name: part.suggestion })}` : null}
      </Text>
      {part.expected ? (
        <Text span size="sm" c="dimmed" display="block">
          {t('customers.expected', { what: part.expected })}
        </Text>
      ) : null}
    </span>
  );
}
