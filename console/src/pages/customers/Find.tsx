import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { Failure } from '../../parts/Failure';
import { type Asked, search } from './useSearch';

/** The one box. Tells what is typed when somebody stops typing; Enter opens the customer where there is exactly one. */
export function Find({ asked, onChange }: { asked: Asked; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, type] = useState(asked.text);
  const tell = useDebouncedCallback(onChange, 300);
  const change = (text: string) => {
    type(text);
    tell(text.trim());
  };
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
        value={typed}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.trim()) {
            open.mutate(typed.trim());
          }
        }}
        rightSection={typed ? <CloseButton size="sm" aria-label={t('customers.clear')} onClick={() => change('')} /> : null}
        autoComplete="off"
        spellCheck={false}
      />
      {open.error ? <Failure error={open.error} /> : null}
    </>
  );
}
