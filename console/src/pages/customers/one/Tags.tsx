import { Button, CloseButton, Group, Paper, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { Card } from '../../../parts/Card';
import { useWrite, written } from './useCustomer';
import { Written } from './Written';

export function Tags({ id, tags }: { id: string; tags: string[] }) {
  const { t } = useTranslation();
  const [typed, type] = useState('');
  const change = useWrite<{ add?: string[]; remove?: string[] }>((body) => read(api.POST('/api/v1/customers/{id}/tags', { ...written(id), body })));
  const add = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ add: [typed.trim()] }, { onSuccess: () => type('') });
  };
  return (
    <Card title={t('customers.tag.title')}>
      {tags.length === 0 ? <Text size="sm">{t('customers.tag.none')}</Text> : null}
      <Group gap="xs" role="list">
        {tags.map((tag) => (
          <Paper key={tag} role="listitem" withBorder pl="xs">
            <Group gap={4} wrap="nowrap">
              <Text size="sm" className="wrap">
                {tag}
              </Text>
              <CloseButton size="sm" aria-label={t('customers.tag.remove', { tag })} disabled={change.isPending} onClick={() => change.mutate({ remove: [tag] })} />
            </Group>
          </Paper>
        ))}
      </Group>
      <form onSubmit={add}>
        <Group align="end" gap="xs">
          <TextInput flex={1} miw={140} label={t('customers.tag.add')} value={typed} autoComplete="off" onChange={(event) => type(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={change.isPending} disabled={!typed.trim()}>
            {t('customers.tag.put')}
          </Button>
        </Group>
      </form>
      <Written write={change} />
    </Card>
  );
}
