import { Group, Loader, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../api/client';
import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Failure } from '../../parts/Failure';

/** How many customers a rule would hold for now, and some of them. */
export function Preview({ rule }: { rule: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['preview', rule],
    queryFn: ({ signal }) => read(api.POST('/api/v1/segments/preview', { body: { rule }, signal })),
    enabled: rule !== '',
    placeholderData: keepPreviousData,
  });
  if (rule === '' || (!data && !error)) {
    return (
      <Group gap="xs" mih={48} role="status">
        {isFetching ? <Loader size="xs" aria-label={t('parts.loading')} /> : null}
        <Text size="sm" c="dimmed">
          {t('segments.preview.when')}
        </Text>
      </Group>
    );
  }

  if (error || !data) {
    return <Failure error={error} retry={refetch} />;
  }

  const figures = { count: format.whole(data.count), customers: format.whole(data.customers), scanned: format.whole(data.scanned) };
  return (
    <Stack gap={4} mih={48} opacity={isPlaceholderData ? 0.6 : 1} aria-busy={isFetching}>
      <Group gap="xs" role="status">
        <Text fw={700} className="number">
          {t(data.exact ? 'segments.preview.exact' : 'segments.preview.estimate', figures)}
        </Text>
        {isFetching ? <Loader size="xs" aria-label={t('parts.loading')} /> : null}
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
