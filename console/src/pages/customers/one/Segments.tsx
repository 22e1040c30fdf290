import { Anchor, Button, Modal, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { api, read } from '../../../api/client';
import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import { Failure } from '../../../parts/Failure';
import classes from './Segments.module.css';
import { at } from './useCustomer';
import { Why } from './Why';

/** Where the customer belongs, since when, how long and why; and of any segment, why or why not. */
export function Segments({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asked, ask] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['customer', id, 'segments'], queryFn: () => read(api.GET('/api/v1/customers/{id}/segments', at(id))), refetchInterval: 5_000 });
  const rows = list.data?.items ?? [];
  return (
    <Card title={t('customers.segments.title')}>
      {list.data ? null : list.error ? <Failure error={list.error} retry={list.refetch} /> : <Skeleton h={120} />}
      {list.data && rows.length === 0 ? <Text size="sm">{t('customers.segments.none')}</Text> : null}
      <Stack component="ul" gap="sm" p={0} m={0} role="list">
        {rows.map((one) => (
          <li key={one.id} className={classes.row}>
            <Anchor component={Link} href={`/segments/${encodeURIComponent(one.id)}`} fw={600} size="sm">
              {one.id}
            </Anchor>
            <Text size="sm" lang="en" className="wrap">
              {one.why}
            </Text>
            <Text size="xs" c="dimmed">
              {t('customers.segments.since', { at: format.instant(one.since) })} · {one.until ? t('customers.segments.until', { at: format.instant(one.until) }) : t('customers.segments.forever')}
            </Text>
            <Button size="compact-xs" variant="default" mt={4} aria-label={t('customers.segments.openOf', { segment: one.id })} onClick={() => ask(one.id)}>
              {t('customers.segments.open')}
            </Button>
          </li>
        ))}
      </Stack>
      <AnySegment ask={ask} />
      <Modal opened={asked !== null} onClose={() => ask(null)} size="xl" title={t('customers.segments.whyTitle', { segment: asked ?? '' })} closeButtonProps={{ 'aria-label': t('customers.history.close') }}>
        {asked ? <Why id={id} segment={asked} /> : null}
      </Modal>
    </Card>
  );
}

/** Chooses among all segments of the store. */
function AnySegment({ ask }: { ask: (segment: string) => void }) {
  const { t } = useTranslation();
  const all = useQuery({ queryKey: ['segments', 'choice'], queryFn: () => read(api.GET('/api/v1/segments', { params: { query: { limit: 500 } } })) });
  return (
    <Select
      size="sm"
      label={t('customers.segments.ask')}
      placeholder={t('customers.segments.choose')}
      value={null}
      searchable
      data={(all.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={(segment) => segment && ask(segment)}
    />
  );
}
