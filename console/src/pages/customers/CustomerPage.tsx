import { Alert, Grid, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Page } from '../../parts/Page';
import { Figures } from './one/Figures';
import { Gone } from './one/Gone';
import { History } from './one/History';
import { Profile } from './one/Profile';
import { Rfm } from './one/Rfm';
import { Segments } from './one/Segments';
import { useCustomer } from './one/useCustomer';

export default function CustomerPage({ id: asked }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: customer, error, refetch } = useCustomer(asked);
  if (!customer || error) {
    return (
      <Page title={asked}>{error ? <Gone id={asked} error={error} retry={refetch} /> : <Skeleton h={480} />}</Page>
    );
  }

  const { id, fields } = customer;
  const name = fields['name'] ?? [fields['firstName'], fields['lastName']].filter(Boolean).join(' ');
  return (
    <Page title={name || id} about={t('customers.one.about', { id, at: format.instant(customer.asOf) })}>
      {id === asked ? null : (
        <Alert title={t('customers.one.merged')} className="wrap">
          {t('customers.one.mergedHow', { asked, id })}
        </Alert>
      )}
      <Figures customer={customer} />
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <Segments id={id} />
            <History id={id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack>
            <Profile customer={customer} />
            <Rfm rfm={customer.rfm} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
