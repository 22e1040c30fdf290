import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import type { components } from '../../../api/schema';
import { useFormat } from '../../../format/useFormat';
import { Confirm } from '../../../parts/Confirm';
import classes from './Note.module.css';
import { useWrite } from './useCustomer';

export function Note({ id, note }: { id: string; note: components['schemas']['NoteBody'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const remove = useWrite(() => read(api.DELETE('/api/v1/customers/{id}/notes/{noteId}', { params: { path: { id, noteId: note.id }, query: { wait: 'applied' } } })));
  const at = format.instant(note.at);
  return (
    <>
      <Text size="sm" className={classes.text}>
        {note.text}
      </Text>
      <Group justify="space-between" mt="xs">
        <Text size="xs" c="dimmed">
          {note.author ? t('customers.notes.by', { author: note.author, at }) : at}
        </Text>
        <Confirm label={t('customers.notes.delete')} title={t('customers.notes.deleteTitle')} run={() => remove.mutateAsync()}>
          {t('customers.notes.deleteHow')}
        </Confirm>
      </Group>
    </>
  );
}
