import { Anchor, Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { api, read } from '../../api/client';
import { usePaged } from '../../api/paged';
import { Empty } from '../../parts/Empty';
import { Grid } from '../../parts/Grid';
import { Page } from '../../parts/Page';
import { type Automation, triggerOf } from './automation';
import { StateBadge } from './StateBadge';
import { useWords } from './useWords';

export default function AutomationsPage() {
  const { t } = useTranslation();
  const words = useWords();
  const list = usePaged<Automation>(['automations'], (cursor) => read(api.GET('/api/v1/automations', { params: { query: { cursor } } })));
  const none = list.data?.pages[0]?.items.length === 0;
  return (
    <Page title={t('automations.title')} about={t('automations.about')}>
      {none ? (
        <Empty title={t('automations.none.title')}>
          <Text>{t('automations.none.how')}</Text>
          <Code block tabIndex={0}>
            {command(location.origin)}
          </Code>
          <Text>{t('automations.none.next')}</Text>
        </Empty>
      ) : (
        <Grid
          query={list}
          rowKey="id"
          label={t('automations.title')}
          empty={t('automations.none.title')}
          columns={[
            {
              accessor: 'name',
              title: t('automations.name'),
              render: (one) => (
                <Anchor component={Link} href={`/automations/${encodeURIComponent(one.id)}`} size="sm">
                  {one.name}
                </Anchor>
              ),
            },
            { accessor: 'state', title: t('automations.state'), render: (one) => <StateBadge state={one.state} /> },
            { accessor: 'trigger', title: t('automations.trigger'), render: (one) => words.trigger(triggerOf(one)) },
            { accessor: 'version', title: t('automations.version'), textAlign: 'right' },
          ]}
        />
      )}
    </Page>
  );
}

const command = (address: string) => `curl -X PUT -H "Authorization: Bearer $CRM_API_KEY" -H "Content-Type: application/json" \\
  ${address}/api/v1/automations/abandoned-cart \\
  -d '{"name":"Abandoned cart","trigger":{"event":"Product Added"},"exit":"cart.items = 0","again":"P7D",
       "steps":[{"id":"pause","wait":"PT2H"},{"id":"mark","tag":{"add":["reminded"]}}]}'`;
