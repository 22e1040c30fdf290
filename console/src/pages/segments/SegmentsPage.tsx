import { Anchor, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { api, read } from '../../api/client';
import { usePaged } from '../../api/paged';
import { useFormat } from '../../format/useFormat';
import { Grid } from '../../parts/Grid';
import { Page } from '../../parts/Page';
import { Examples } from './Examples';
import { newId, pathOf, type Segment } from './segment';
import { StateBadge } from './StateBadge';
import { Trend } from './Trend';
import { useTrends } from './useTrends';

const every = 3_000; // sizes move, and a backfill is watched

export default function SegmentsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const list = usePaged<Segment>(['segments'], (cursor) => read(api.GET('/api/v1/segments', { params: { query: { cursor, limit: 100 } } })), every);
  const trends = useTrends();
  const first = list.data?.pages[0];
  const asOf = first?.items[0]?.asOf;
  return (
    <Page
      title={t('segments.title')}
      about={asOf ? t('parts.asOf', { at: format.instant(asOf) }) : t('segments.about')}
      actions={
        <Button component={Link} href={pathOf(newId)}>
          {t('segments.new')}
        </Button>
      }
    >
      {first?.items.length === 0 ? (
        <Examples />
      ) : (
        <Grid
          query={list}
          rowKey="id"
          label={t('segments.title')}
          empty={t('segments.none.title')}
          columns={[
            {
              accessor: 'name',
              title: t('segments.name'),
              render: (segment) => (
                <Anchor component={Link} href={pathOf(segment.id)} size="sm" display="block" miw={130}>
                  {segment.name}
                </Anchor>
              ),
            },
            { accessor: 'count', title: t('segments.size'), textAlign: 'right', render: (segment) => <span className="number">{format.whole(segment.count)}</span> },
            { accessor: 'trend', title: t('segments.trend'), render: (segment) => <Trend name={segment.name} sizes={trends.data?.items.find((one) => one.id === segment.id)?.sizes} /> },
            { accessor: 'state', title: t('segments.state'), render: (segment) => <StateBadge segment={segment} /> },
            {
              accessor: 'text',
              title: t('segments.rule'),
              render: (segment) => (
                <Text lineClamp={2} miw={220} maw={520} title={segment.text} size="xs" ff="monospace" className="wrap">
                  {segment.text}
                </Text>
              ),
            },
          ]}
        />
      )}
    </Page>
  );
}
