import { Anchor, Badge, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useFormat } from '../../format/useFormat';
import { Card } from '../../parts/Card';
import { CustomerLink } from '../../parts/CustomerLink';
import { Wide } from '../../parts/Wide';
import type { Change, Firing } from './useLive';

/** What enters and leaves segments from now on. */
export function Changes({ changes }: { changes: Change[] }) {
  const { t } = useTranslation();
  return (
    <Happenings title={t('live.changes')} none={t('live.noChanges')}>
      {changes.map((change) => (
        <Row key={change.id} at={change.recordedAt} word={t(`parts.change.${change.change as 'entered'}`)} color={change.change === 'entered' ? 'green' : 'gray'}>
          {change.customer ? <CustomerLink id={change.customer} /> : null}
          {change.segment ? (
            <Anchor component={Link} href={`/segments/${encodeURIComponent(change.segment)}`} size="sm">
              {change.segment}
            </Anchor>
          ) : null}
        </Row>
      ))}
    </Happenings>
  );
}

/** What automations do from now on. */
export function Firings({ firings }: { firings: Firing[] }) {
  const { t } = useTranslation();
  return (
    <Happenings title={t('live.firings')} none={t('live.noFirings')}>
      {firings.map((firing) => (
        <Row key={firing.id} at={firing.at} word={t(`live.firing.${firing.state as 'due'}`)} color={firing.state === 'givenUp' ? 'red' : firing.state === 'done' ? 'green' : 'blue'}>
          <CustomerLink id={firing.customer} />
          <Anchor component={Link} href={`/automations/${encodeURIComponent(firing.automation)}`} size="sm">
            {firing.automation} · {firing.step}
          </Anchor>
        </Row>
      ))}
    </Happenings>
  );
}

const Happenings = ({ title, none, children }: { title: string; none: string; children: ReactNode[] }) => (
  <Card title={title}>
    {children.length === 0 ? (
      <Text c="dimmed" size="sm">
        {none}
      </Text>
    ) : (
      <Wide label={title} least={320}>
        <Table aria-label={title} verticalSpacing={4}>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Wide>
    )}
  </Card>
);

function Row({ at, word, color, children }: { at: string; word: string; color: string; children: ReactNode[] | ReactNode }) {
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Td className="number">
        <Text size="sm" c="dimmed">
          {format.time(at)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={color}>
          {word}
        </Badge>
      </Table.Td>
      {(Array.isArray(children) ? children : [children]).map((cell, place) => (
        <Table.Td key={place}>{cell}</Table.Td>
      ))}
    </Table.Tr>
  );
}
