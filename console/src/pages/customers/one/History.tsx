import { Stack, Tabs } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '../../../parts/Card';
import { Notes } from './Notes';
import { Orders } from './Orders';
import { Timeline } from './Timeline';

/** Drawn anew only for another customer: the figures above change far more often than it is looked at. */
export const History = memo(function History({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Card title={t('customers.history.title')}>
      <Tabs defaultValue="timeline" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="timeline">{t('customers.history.timeline')}</Tabs.Tab>
          <Tabs.Tab value="orders">{t('customers.history.orders')}</Tabs.Tab>
          <Tabs.Tab value="notes">{t('customers.history.notes')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline" pt="sm">
          <Stack gap="sm">
            <Timeline id={id} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="orders" pt="sm">
          <Orders id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="notes" pt="sm">
          <Notes id={id} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
});
