import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Failure } from './Failure';

/** A button for what cannot be taken back: says what will happen, and where a word is given waits until it is typed. */
export function Confirm({
  label,
  title,
  children,
  word,
  run,
  color = 'red',
}: {
  label: string;
  title: string;
  children: ReactNode;
  word?: string;
  run: () => Promise<unknown>;
  color?: string;
}) {
  const { t } = useTranslation();
  const [open, { open: show, close }] = useDisclosure();
  const [typed, type] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const go = async () => {
    setBusy(true);
    setError(null);
    try {
      await run();
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="light" color={color} onClick={show}>
        {label}
      </Button>
      <Modal opened={open} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('parts.cancel') }}>
        <Stack>
          <Text size="sm" component="div">
            {children}
          </Text>
          {word ? <TextInput label={t('parts.typeWord', { word })} value={typed} onChange={(event) => type(event.currentTarget.value)} /> : null}
          {error ? <Failure error={error} /> : null}
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('parts.cancel')}
            </Button>
            <Button color={color} loading={busy} disabled={word !== undefined && typed !== word} onClick={() => void go()}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
