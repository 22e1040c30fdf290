import { Button, Group, Paper, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { usePaged } from '../../../api/paged';
import type { components } from '../../../api/schema';
import { Failure } from '../../../parts/Failure';
import { isKeptInLog } from './Timeline';
import { Note } from './Note';
import { useWrite, written } from './useCustomer';
import { Written } from './Written';

type NoteBody = components['schemas']['NoteBody'];

export function Notes({ id }: { id: string }) {
  const { t } = useTranslation();
  const list = usePaged<NoteBody>(['customer', id, 'notes'], (cursor) => read(api.GET('/api/v1/customers/{id}/notes', { params: { path: { id }, query: { cursor, limit: 20 } } })));
  if (isKeptInLog(list.error)) {
    return <Text size="sm">{t('customers.history.off')}</Text>;
  }

  const notes = list.data?.pages.flatMap((page) => page.items);
  return (
    <Stack>
      <NewNote id={id} />
      {list.error ? <Failure error={list.error} retry={list.refetch} /> : notes ? null : <Skeleton h={80} />}
      {notes?.length === 0 ? <Text size="sm">{t('customers.notes.none')}</Text> : null}
      {notes?.map((note) => (
        <Paper key={note.id} component="article" withBorder p="sm">
          <Note id={id} note={note} />
        </Paper>
      ))}
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('parts.more')}
        </Button>
      ) : null}
    </Stack>
  );
}

function NewNote({ id }: { id: string }) {
  const { t } = useTranslation();
  const [text, write] = useState('');
  const [author, setAuthor] = useState('');
  const put = useWrite(() => read(api.POST('/api/v1/customers/{id}/notes', { ...written(id), body: { text: text.trim(), author: author.trim() || null } })));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate(undefined, { onSuccess: () => write('') });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea label={t('customers.notes.text')} autosize minRows={2} maxRows={10} maxLength={4000} value={text} onChange={(event) => write(event.currentTarget.value)} />
        <Group align="end" gap="xs">
          <TextInput flex={1} miw={160} label={t('customers.notes.author')} maxLength={128} value={author} onChange={(event) => setAuthor(event.currentTarget.value)} />
          <Button type="submit" loading={put.isPending} disabled={!text.trim()}>
            {t('customers.notes.write')}
          </Button>
        </Group>
        <Written write={put} />
      </Stack>
    </form>
  );
}
