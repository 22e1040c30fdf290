import { Accordion, Code, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { elements, type ElementName } from './elements';
import classes from './Help.module.css';

/** What rules are made of, with an example of each; a click puts it in. */
export function Help({ onPick, open }: { onPick: (example: string) => void; open: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {t('segments.help.how')}
      </Text>
      <Accordion order={3} chevronPosition="left" defaultValue={open ? 'did' : null} classNames={{ content: classes.content }}>
        {Object.entries(elements).map(([group, examples]) => (
          <Accordion.Item key={group} value={group}>
            <Accordion.Control>
              <Text size="sm" fw={600}>
                {t(`segments.help.group.${group as keyof typeof elements}`)}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              {Object.entries(examples).map(([name, example]) => (
                <UnstyledButton key={name} className={classes.example} onClick={() => onPick(example)}>
                  <Text size="sm">{t(`segments.help.element.${name as ElementName}`)}</Text>
                  <Code className={classes.code}>{example}</Code>
                </UnstyledButton>
              ))}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}
