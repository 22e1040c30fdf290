import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { components } from '../../api/schema';
import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Grid } from '../../parts/Grid';

type Run = components['schemas']['RunBody'];

/** Who went through, the latest first. */
export function Runs({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = usePaged<Run>(['automation', id, 'runs'], (cursor) => read(api.GET('/api/v1/automations/{id}/runs', { params: { path: { id }, query: { cursor, limit: 10 } } })));
  return (
    <Grid
      query={list}
      rowKey={(run) => `${run.customer} ${run.run}`}
      label={t('automations.runs')}
      empty={t('automations.noRuns')}
      columns={[
        { accessor: 'customer', title: t('automations.customer'), render: (run) => <CustomerLink id={run.customer} /> },
        { accessor: 'state', title: t('automations.state'), render: (run) => t(`automations.runStates.${run.state as 'active'}`) },
        { accessor: 'startedAt', title: t('automations.startedAt'), render: (run) => format.instant(run.startedAt) },
        { accessor: 'endedAt', title: t('automations.endedAt'), render: (run) => format.instant(run.endedAt) },
      ]}
    />
  );
}
