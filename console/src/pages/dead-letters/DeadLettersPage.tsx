import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { components } from '../../api/schema';
import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Empty } from '../../parts/Empty';
import { Failure } from '../../parts/Failure';
import { Grid } from '../../parts/Grid';
import { Json } from '../../parts/Json';
import { Page } from '../../parts/Page';

type DeadLetter = components['schemas']['DeadLetterBody'];

export default function DeadLettersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState<DeadLetter | null>(null);
  const list = usePaged<DeadLetter>(['dead-letters'], (cursor) => read(api.GET('/api/v1/dead-letters', { params: { query: { cursor } } })));
  const none = list.data?.pages[0]?.items.length === 0;
  return (
    <Page title={t('deadLetters.title')} about={t('deadLetters.about')}>
      {none ? (
        <Empty title={t('deadLetters.none')}>{t('deadLetters.noneHow')}</Empty>
      ) : (
        <Grid
          query={list}
          rowKey="id"
          label={t('deadLetters.title')}
          empty={t('deadLetters.none')}
          columns={[
            { accessor: 'appendedAt', title: t('deadLetters.at'), render: (letter) => format.instant(letter.appendedAt) },
            { accessor: 'customer', title: t('deadLetters.customer'), render: (letter) => (letter.customer ? <CustomerLink id={letter.customer} /> : '—') },
            { accessor: 'detail', title: t('deadLetters.reason'), render: (letter) => <Text size="sm" lang="en" className="wrap">{letter.detail}</Text> },
            {
              accessor: 'id',
              title: '',
              textAlign: 'right',
              render: (letter) => (
                <Group gap="xs" justify="end" wrap="nowrap">
                  <Button size="xs" variant="default" onClick={() => setOpen(letter)}>
                    {t('deadLetters.read')}
                  </Button>
                  <Resend letter={letter} />
                </Group>
              ),
            },
          ]}
        />
      )}
      <Modal opened={open !== null} onClose={() => setOpen(null)} size="xl" title={t('deadLetters.record')} closeButtonProps={{ 'aria-label': t('parts.cancel') }}>
        {open ? <Json value={open.payload ?? open.payloadBase64 ?? ''} /> : null}
      </Modal>
    </Page>
  );
}

function Resend({ letter }: { letter: DeadLetter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () => read(api.POST('/api/v1/dead-letters/{id}/resubmit', { params: { path: { id: letter.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
  if (letter.resubmittedAt) {
    return <Text size="sm">{t('deadLetters.resent', { at: format.ago(letter.resubmittedAt) })}</Text>;
  }

  return resend.error ? (
    <Failure error={resend.error} retry={resend.mutate} />
  ) : (
    <Button size="xs" loading={resend.isPending} onClick={() => resend.mutate()}>
      {t('deadLetters.resend')}
    </Button>
  );
}
