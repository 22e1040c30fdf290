import { Button, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Consent, useConsent } from './useConsent';
import { Written } from './Written';

const channels = ['email', 'sms', 'whatsapp', 'push', 'phone', 'post', 'chat', 'social'] as const;

export function NewConsent({ id }: { id: string }) {
  const { t } = useTranslation();
  const [channel, choose] = useState<(typeof channels)[number]>('email');
  const [purpose, setPurpose] = useState('');
  const say = useConsent(id);
  const put = (state: Consent['state']) => say.mutate({ channel, purpose: purpose.trim() || null, state });
  return (
    <Fieldset legend={t('customers.consents.add')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t('customers.consents.how')}
        </Text>
        <Group grow gap="xs" align="end">
          <NativeSelect
            label={t('customers.consents.channel')}
            value={channel}
            onChange={(event) => choose(event.currentTarget.value as 'email')}
            data={channels.map((one) => ({ value: one, label: t(`customers.contact.${one}`) }))}
          />
          <TextInput label={t('customers.consents.purpose')} placeholder={t('customers.consents.marketing')} maxLength={128} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} />
        </Group>
        <Group gap="xs">
          <Button variant="default" loading={say.isPending} onClick={() => put('granted')}>
            {t('customers.consents.grant')}
          </Button>
          <Button variant="default" loading={say.isPending} onClick={() => put('denied')}>
            {t('customers.consents.withdraw')}
          </Button>
        </Group>
        <Written write={say} />
      </Stack>
    </Fieldset>
  );
}
