import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../../format/useFormat';
import { Json } from '../../../parts/Json';
import type { Item } from './Timeline';

/** Opens an event as it was sent. */
export function OpenEvent({ item, what }: { item: Item; what: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, { open: show, close }] = useDisclosure();
  return (
    <>
      <Button size="compact-sm" variant="default" aria-label={t('customers.history.openOf', { what, at: format.instant(item.at) })} onClick={show}>
        {t('customers.history.open')}
      </Button>
      <Modal opened={open} onClose={close} size="xl" title={t('customers.history.asSent')} closeButtonProps={{ 'aria-label': t('customers.history.close') }}>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('customers.history.received', { at: format.instant(item.receivedAt) })}
          </Text>
          <Json value={item.event} />
        </Stack>
      </Modal>
    </>
  );
}
