import { CloseButton, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { Failure } from '../../parts/Failure';
import { type Asked, search } from './useSearch';

/** The one box. Enter opens the customer where there is exactly one. */
export function Find({ asked, value, onChange }: { asked: Asked; value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const open = useMutation({
    mutationFn: (text: string) => search({ ...asked, text }, 2),
    onSuccess: ({ items, next }) => {
      if (items.length === 1 && !next) {
        go(`/customers/${encodeURIComponent(items[0]!.id)}`);
      }
    },
  });
  return (
    <>
      <TextInput
        type="search"
        label={t('customers.find')}
        description={t('customers.findHow')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && value.trim()) {
            open.mutate(value.trim());
          }
        }}
        rightSection={value ? <CloseButton size="sm" aria-label={t('customers.clear')} onClick={() => onChange('')} /> : null}
        autoComplete="off"
        spellCheck={false}
      />
      {open.error ? <Failure error={open.error} /> : null}
    </>
  );
}
