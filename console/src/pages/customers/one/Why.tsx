import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { useFormat } from '../../../format/useFormat';
import { Failure } from '../../../parts/Failure';
import { Part } from './Part';

/** Of one customer and one segment: in or out, since when, how long, and each part of the rule. */
export function Why({ id, segment }: { id: string; segment: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = useQuery({
    queryKey: ['customer', id, 'why', segment],
    queryFn: () => read(api.GET('/api/v1/customers/{id}/segments/{segment}', { params: { path: { id, segment } } })),
  });
  if (!why.data) {
    return why.error ? <Failure error={why.error} retry={why.refetch} /> : <Skeleton h={200} />;
  }

  const { member, since, until, asOf, version, rule } = why.data;
  return (
    <Stack gap="sm">
      <Alert
        color={member ? 'green' : 'gray'}
        title={member ? t('customers.segments.member', { at: format.instant(since) }) : since ? t('customers.segments.left', { at: format.instant(since) }) : t('customers.segments.notMember')}
      >
        {until ? t('customers.segments.changes', { at: format.instant(until) }) : t('customers.segments.stays')}
      </Alert>
      <Part part={rule} />
      <Text size="xs" c="dimmed">
        {t('parts.asOf', { at: format.instant(asOf) })} · {t('customers.segments.version', { version })}
      </Text>
    </Stack>
  );
}
