import { Badge, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../format/useFormat';
import { CustomerLink } from '../../parts/CustomerLink';
import { Failure } from '../../parts/Failure';
import { Wide } from '../../parts/Wide';
import { type Change, instantOf, useChanges } from './useChanges';

const colors: Record<string, string> = { entered: 'green', segmentLive: 'blue', segmentDeleted: 'red' };

/** Who enters and leaves, as it happens. */
export function Changes({ id }: { id: string }) {
  const { t } = useTranslation();
  const { changes, whole, isPending, error, refetch } = useChanges(id);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t(whole ? 'segments.changesAbout' : 'segments.changesFromNow')}
      </Text>
      {error ? <Failure error={error} retry={refetch} /> : null}
      {isPending ? <Skeleton h={160} /> : null}
      {changes.length > 0 ? (
        <Wide label={t('segments.changes')} least={480} most={560}>
          <Table aria-label={t('segments.changes')} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('segments.at')}</Table.Th>
                <Table.Th>{t('segments.change')}</Table.Th>
                <Table.Th>{t('segments.customer')}</Table.Th>
                <Table.Th>{t('segments.cause')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changes.map((change) => (
                <Row key={change.id} change={change} />
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      ) : whole && !isPending && !error ? (
        <Text size="sm">{t('segments.noChanges')}</Text>
      ) : null}
    </Stack>
  );
}

function Row({ change }: { change: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Td className="number">{format.instant(instantOf(change))}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={colors[change.change] ?? 'gray'}>
          {t(`parts.change.${change.change as 'entered'}`)}
        </Badge>
      </Table.Td>
      <Table.Td>{change.customer ? <CustomerLink id={change.customer} /> : '—'}</Table.Td>
      <Table.Td>{t(`segments.causes.${change.cause as 'event'}`)}</Table.Td>
    </Table.Tr>
  );
}
