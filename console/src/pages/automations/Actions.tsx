import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { components } from '../../api/schema';
import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Grid } from '../../parts/Grid';

type Action = components['schemas']['ActionBody'];

/** What it did outside, the latest first. */
export function Actions({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = usePaged<Action>(['automation', id, 'actions'], (cursor) =>
    read(api.GET('/api/v1/automations/{id}/actions', { params: { path: { id }, query: { cursor, limit: 10 } } })),
  );
  return (
    <Grid
      query={list}
      rowKey="id"
      label={t('automations.actions')}
      empty={t('automations.noActions')}
      columns={[
        { accessor: 'at', title: t('automations.at'), render: (action) => format.instant(action.at) },
        { accessor: 'customer', title: t('automations.customer'), render: (action) => <CustomerLink id={action.customer} /> },
        { accessor: 'step', title: t('automations.step') },
        { accessor: 'state', title: t('automations.state'), render: (action) => t(`automations.actionStates.${action.state as 'pending'}`) },
        { accessor: 'attempts', title: t('automations.attempts'), textAlign: 'right' },
        { accessor: 'lastError', title: t('automations.lastError'), render: (action) => action.lastError ?? '—' },
      ]}
    />
  );
}
