import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { usePaged } from '../../api/paged';
import type { components } from '../../api/schema';
import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Grid } from '../../parts/Grid';
import type { Segment } from './segment';

type Member = components['schemas']['MemberBody'];

/** Who belongs to it, by customer. */
export function Members({ segment: { id, version, state } }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = usePaged<Member>(['segment', id, 'members', version, state], (cursor) => read(api.GET('/api/v1/segments/{id}/members', { params: { path: { id }, query: { cursor, limit: 25 } } })));
  return (
    <Grid
      query={list}
      rowKey="customer"
      label={t('segments.members')}
      empty={t('segments.noMembers')}
      columns={[
        { accessor: 'customer', title: t('segments.customer'), render: (member) => <CustomerLink id={member.customer} /> },
        { accessor: 'since', title: t('segments.since'), render: (member) => format.instant(member.since) },
      ]}
    />
  );
}
