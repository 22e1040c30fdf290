import { MultiSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Filters {
  types: string[];
  name: string;
  /** Days such as 2026-11-22, both of them included; empty for no bound. */
  from: string;
  to: string;
}

const types = ['track', 'identify', 'page', 'screen', 'group', 'alias', 'tags', 'consents', 'note', 'noteDeleted', 'claim', 'link', 'handOver', 'apart', 'unmerge', 'handBack'] as const;

/** All of them must hold. Asks anew when somebody has stopped typing. */
export function TimelineFilters({ onChange }: { onChange: (filters: Filters) => void }) {
  const { t } = useTranslation();
  const [filters, set] = useState<Filters>({ types: [], name: '', from: '', to: '' });
  const tell = useDebouncedCallback(onChange, 300);
  const change = (part: Partial<Filters>) => {
    const next = { ...filters, ...part };
    set(next);
    tell(next);
  };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
      <MultiSelect
        label={t('customers.history.types')}
        placeholder={filters.types.length === 0 ? t('customers.history.anyType') : ''}
        data={types.map((type) => ({ value: type, label: t(`customers.history.type.${type}`) }))}
        value={filters.types}
        onChange={(chosen) => change({ types: chosen })}
        clearable
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
      />
      <TextInput label={t('customers.history.name')} value={filters.name} onChange={(event) => change({ name: event.currentTarget.value })} />
      <TextInput type="date" label={t('customers.history.from')} value={filters.from} onChange={(event) => change({ from: event.currentTarget.value })} />
      <TextInput type="date" label={t('customers.history.to')} value={filters.to} onChange={(event) => change({ to: event.currentTarget.value })} />
    </SimpleGrid>
  );
}
