import { Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { Problem } from '../../api/problem';
import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Failure } from '../../parts/Failure';
import { Errors } from '../../parts/rules/Errors';

/** How many customers a rule would hold for now, and some of them; `waiting` while it is not known whether there is a rule. */
export function Preview({ rule, waiting }: { rule: string; waiting: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['preview', rule],
    queryFn: ({ signal }) => read(api.POST('/api/v1/segments/preview', { body: { rule }, signal })),
    enabled: rule !== '',
    gcTime: 60_000,
  });
  if (error && rule !== '') {
    return error instanceof Problem && error.errors.length > 0 ? <Errors errors={error.errors} /> : <Failure error={error} retry={refetch} />;
  }

  if (!data) {
    return (
      <Group gap="xs" mih={56} role="status">
        {waiting || rule !== '' ? <Loader size="xs" aria-hidden /> : null}
        <Text size="sm" c="dimmed">
          {t(waiting || rule !== '' ? 'segments.preview.counting' : 'segments.preview.when')}
        </Text>
      </Group>
    );
  }

  const figures = { count: format.whole(data.count), customers: format.whole(data.customers), scanned: format.whole(data.scanned) };
  return (
    <Stack gap={4} mih={56}>
      <Group gap="xs" role="status">
        <Text fw={700} className="number">
          {t(data.exact ? 'segments.preview.exact' : 'segments.preview.estimate', figures)}
        </Text>
        <Text size="sm" c="dimmed">
          {t(data.exact ? 'segments.preview.exactNote' : 'segments.preview.estimateNote', { ...figures, at: format.instant(data.asOf) })}
        </Text>
      </Group>
      {data.sample.length > 0 ? (
        <Group gap="xs" role="group" aria-label={t('segments.preview.sample')}>
          <Text size="sm" c="dimmed">
            {t('segments.preview.sample')}:
          </Text>
          {data.sample.map((customer) => (
            <CustomerLink key={customer.id} id={customer.id} />
          ))}
        </Group>
      ) : null}
    </Stack>
  );
}
