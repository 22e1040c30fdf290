import { Alert, Grid, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { Consents } from './one/Consents';
import { Erase } from './one/Erase';
import { Export } from './one/Export';
import { Figures } from './one/Figures';
import { Gone, isGone } from './one/Gone';
import { History } from './one/History';
import { Journeys } from './one/Journeys';
import { Problems } from './one/Problems';
import { Profile } from './one/Profile';
import { Receipt } from './one/Receipt';
import { useReceipt } from './one/useReceipt';
import { Rfm } from './one/Rfm';
import { Segments } from './one/Segments';
import { Tags } from './one/Tags';
import { useCustomer } from './one/useCustomer';

export default function CustomerPage({ id: asked }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const receipt = useReceipt();
  const { data: customer, error, refetch } = useCustomer(asked);
  if (receipt || !customer || isGone(error)) {
    return (
      <Page title={asked}>
        {receipt ? <Receipt id={receipt} /> : null}
        {error ? <Gone id={asked} error={error} retry={refetch} /> : receipt ? null : <Skeleton h={480} />}
      </Page>
    );
  }

  const { id, fields } = customer;
  const name = fields['name'] ?? [fields['firstName'], fields['lastName']].filter(Boolean).join(' ');
  return (
    <Page
      title={name || id}
      about={t('customers.one.about', { id, at: format.instant(customer.asOf) })}
      actions={
        <>
          <Export id={id} />
          <Erase id={id} asked={asked} />
        </>
      }
    >
      {error ? <Failure error={error} retry={refetch} /> : null}
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
            <Tags id={id} tags={customer.tags} />
            <Consents id={id} consents={customer.consents} />
            <Journeys journeys={customer.journeys} />
            <Problems problems={customer.problems} />
            <Rfm rfm={customer.rfm} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
