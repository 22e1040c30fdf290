import { Alert, SimpleGrid, Skeleton, Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { api, read } from '../../api/client';
import { useFormat } from '../../format/useFormat';
import { Confirm } from '../../parts/Confirm';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { Stat } from '../../parts/Stat';
import { Changes } from './Changes';
import { Members } from './Members';
import type { Segment } from './segment';
import { SegmentForm } from './SegmentForm';
import { Sizes } from './Sizes';
import { StateBadge } from './StateBadge';
import { useHistoryFrom, useSegment } from './useSegment';

export function KnownSegment({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segment, error, refetch } = useSegment(id);
  const historyFrom = useHistoryFrom(id);
  const [open, setOpen] = useState<string | null>('members');
  if (!segment) {
    return error ? <Failure error={error} retry={refetch} /> : <Skeleton h={320} />;
  }

  return (
    <Page title={segment.name} about={<StateBadge segment={segment} />} actions={<Delete segment={segment} />}>
      {error ? <Failure error={error} retry={refetch} /> : null}
      {historyFrom ? (
        <Alert color="yellow" role="status">
          {t('segments.historyFrom', { at: format.instant(historyFrom) })}
        </Alert>
      ) : null}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Stat label={t('segments.size')} value={format.whole(segment.count)} note={t('parts.asOf', { at: format.instant(segment.asOf) })} />
        <Stat
          label={t('segments.version')}
          value={format.whole(segment.version)}
          note={segment.state === 'backfilling' ? t('segments.progress', { value: format.whole(Math.floor(100 * segment.progress)) }) : t('segments.versionNote')}
        />
      </SimpleGrid>
      <SegmentForm segment={segment} rule={segment.text} />
      <Tabs value={open} onChange={setOpen} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="members">{t('segments.members')}</Tabs.Tab>
          <Tabs.Tab value="changes">{t('segments.changes')}</Tabs.Tab>
          <Tabs.Tab value="sizes">{t('segments.sizes')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="members" pt="md">
          <Members segment={segment} />
        </Tabs.Panel>
        <Tabs.Panel value="changes" pt="md">
          <Changes id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="sizes" pt="md">
          <Sizes id={id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Delete({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const run = async () => {
    await read(api.DELETE('/api/v1/segments/{id}', { params: { path: { id: segment.id }, header: { 'If-Match': `"${segment.version}"` } } }));
    go('/segments', { replace: true });
    queries.removeQueries({ queryKey: ['segment', segment.id] });
    await queries.invalidateQueries({ queryKey: ['segments'] });
  };
  return (
    <Confirm label={t('segments.delete')} title={t('segments.deleteTitle', { name: segment.name })} run={run}>
      {t('segments.deleteWhat')}
    </Confirm>
  );
}
