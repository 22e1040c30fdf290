import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import { Wide } from '../../../parts/Wide';
import { NewConsent } from './NewConsent';
import { type Consent, useConsent } from './useConsent';
import type { Customer } from './useCustomer';
import { Written } from './Written';

/** What was last said to being contacted, by channel and purpose, and what is said now. */
export function Consents({ id, consents }: { id: string; consents: Customer['consents'] }) {
  const { t } = useTranslation();
  const say = useConsent(id);
  const rows = Object.entries(consents);
  return (
    <Card title={t('customers.consents.title')}>
      {rows.length === 0 ? (
        <Text size="sm">{t('customers.consents.none')}</Text>
      ) : (
        <Wide label={t('customers.consents.title')} least={300}>
          <Table aria-label={t('customers.consents.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('customers.consents.channel')}</Table.Th>
                <Table.Th scope="col">{t('customers.consents.state')}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(([name, one]) => (
                <Row key={name} name={name} one={one} busy={say.isPending} say={say.mutate} />
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
      <Written write={say} />
      <NewConsent id={id} />
    </Card>
  );
}

function Row({ name, one, busy, say }: { name: string; one: Customer['consents'][string]; busy: boolean; say: (consent: Consent) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { channel, purpose } = pairOf(name);
  const granted = one.state === 'granted';
  const words = { channel: t(`customers.contact.${channel as 'email'}`, { defaultValue: channel }), purpose: purpose ?? t('customers.consents.marketing') };
  const said = format.instant(one.at);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {words.channel}
        <Text size="xs" c="dimmed" className="wrap">
          {words.purpose}
        </Text>
      </Table.Th>
      <Table.Td>
        <Badge variant="light" color={granted ? 'green' : 'red'}>
          {t(granted ? 'customers.consents.granted' : 'customers.consents.denied')}
        </Badge>
        <Text size="xs" c="dimmed" className="wrap">
          {one.source ? t('customers.consents.by', { at: said, source: one.source }) : said}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group justify="end">
          <Button
            size="compact-sm"
            variant="default"
            disabled={busy}
            aria-label={t(granted ? 'customers.consents.withdrawOf' : 'customers.consents.grantOf', words)}
            onClick={() => say({ channel, purpose, state: granted ? 'denied' : 'granted' })}
          >
            {t(granted ? 'customers.consents.withdraw' : 'customers.consents.grant')}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

// "sms/orders" is a channel and a purpose; a channel alone is about marketing.
function pairOf(name: string): { channel: string; purpose: string | null } {
  const slash = name.indexOf('/');
  return slash < 0 ? { channel: name, purpose: null } : { channel: name.slice(0, slash), purpose: name.slice(slash + 1) };
}
