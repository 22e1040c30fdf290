import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Empty } from '../../parts/Empty';

/** Says why nobody is shown and what to change. */
export function NoMatch({ text, rule, dropText, dropRule }: { text: string; rule: string; dropText: () => void; dropRule: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty title={t('customers.nobody')}>
      <Text className="wrap">{text ? t('customers.noText', { text }) : t('customers.noRule', { rule })}</Text>
      {text && rule ? <Text>{t('customers.noBoth')}</Text> : null}
      <Group>
        {text ? (
          <Button variant="default" onClick={dropText}>
            {t('customers.withoutText')}
          </Button>
        ) : null}
        {rule ? (
          <Button variant="default" onClick={dropRule}>
            {t('customers.withoutRule')}
          </Button>
        ) : null}
      </Group>
    </Empty>
  );
}
