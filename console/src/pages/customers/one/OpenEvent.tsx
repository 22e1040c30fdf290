import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../../format/useFormat';
import { Json } from '../../../parts/Json';
import type { Item } from './Timeline';

/** What happened; opens to the event as it was sent. */
export function OpenEvent({ item, what }: { item: Item; what: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, { open: show, close }] = useDisclosure();
  return (
    <>
      <Anchor component="button" type="button" size="sm" ta="start" lineClamp={2} className="wrap" aria-label={t('customers.history.openOf', { what, at: format.instant(item.at) })} onClick={show}>
        {what}
      </Anchor>
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
