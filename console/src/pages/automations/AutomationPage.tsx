import { Button, Grid as Columns, SimpleGrid, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { useFormat } from '../../format/useFormat';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { Stat } from '../../parts/Stat';
import { Actions } from './Actions';
import { Runs } from './Runs';
import { StateBadge } from './StateBadge';
import { Steps } from './Steps';

export default function AutomationPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const path = { params: { path: { id } } };
  const automation = useQuery({ queryKey: ['automation', id], queryFn: () => read(api.GET('/api/v1/automations/{id}', path)) });
  const stats = useQuery({ queryKey: ['automation', id, 'stats'], queryFn: () => read(api.GET('/api/v1/automations/{id}/stats', path)), refetchInterval: 5_000 });
  const running = automation.data?.state === 'active';
  const turn = useMutation({
    mutationFn: () => read(api.POST(running ? '/api/v1/automations/{id}/pause' : '/api/v1/automations/{id}/activate', { params: { path: { id }, query: { wait: 'live' } } })),
    onSuccess: (changed) => {
      queries.setQueryData(['automation', id], changed);
      void queries.invalidateQueries({ queryKey: ['automations'] });
    },
  });
  if (!automation.data) {
    return automation.error ? <Failure error={automation.error} retry={automation.refetch} /> : <Skeleton h={320} />;
  }

  return (
    <Page
      title={automation.data.name}
      about={<StateBadge state={automation.data.state} />}
      actions={
        <Button variant={running ? 'light' : 'filled'} color={running ? 'yellow' : 'green'} loading={turn.isPending} onClick={() => turn.mutate()}>
          {t(running ? 'automations.pause' : 'automations.activate')}
        </Button>
      }
    >
      {turn.error ? <Failure error={turn.error} /> : null}
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Stat label={t('automations.started')} value={stats.data ? format.whole(stats.data.started) : '…'} note={stats.data ? t('parts.asOf', { at: format.time(stats.data.asOf) }) : null} />
        <Stat label={t('automations.activeRuns')} value={stats.data ? format.whole(stats.data.active) : '…'} />
        <Stat label={t('automations.completed')} value={stats.data ? format.whole(stats.data.completed) : '…'} note={stats.data ? t('automations.exited', { count: stats.data.exited }) : null} />
        <Stat
          label={t('automations.actionsDone')}
          value={stats.data ? format.whole(stats.data.actions.done) : '…'}
          note={stats.data ? t('automations.actionsRest', { pending: stats.data.actions.pending, givenUp: stats.data.actions.givenUp }) : null}
        />
      </SimpleGrid>
      <Columns>
        <Columns.Col span={{ base: 12, md: 5 }}>
          <Card title={t('automations.steps')}>
            <Steps automation={automation.data} />
          </Card>
        </Columns.Col>
        <Columns.Col span={{ base: 12, md: 7 }}>
          <Card title={t('automations.runs')}>
            <Runs id={id} />
          </Card>
        </Columns.Col>
        <Columns.Col span={12}>
          <Card title={t('automations.actions')}>
            <Actions id={id} />
          </Card>
        </Columns.Col>
      </Columns>
    </Page>
  );
}
