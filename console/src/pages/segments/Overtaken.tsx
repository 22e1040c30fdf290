import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Segment } from './segment';

/** Somebody else changed the segment while it was being written: what is there now, and the choice. */
export function Overtaken({ segment, takeTheirs, keepMine }: { segment: Segment; takeTheirs: () => void; keepMine: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" role="alert" title={t('segments.overtaken.title')}>
      <Stack gap="xs" align="start">
        <Text size="sm">{t('segments.overtaken.what', { name: segment.name })}</Text>
        <Code className="wrap">{segment.text}</Code>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={takeTheirs}>
            {t('segments.overtaken.theirs')}
          </Button>
          <Button size="xs" variant="default" onClick={keepMine}>
            {t('segments.overtaken.mine')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
