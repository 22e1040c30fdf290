import { Code, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Empty } from '../../parts/Empty';

/** Of a store to which nothing was sent yet. */
export function FirstEvent() {
  const { t } = useTranslation();
  return (
    <Empty title={t('live.first.title')}>
      <Text>{t('live.first.how')}</Text>
      <Code block tabIndex={0}>
        {command(location.origin)}
      </Code>
      <Text>{t('live.first.key')}</Text>
      <List size="sm">
        <List.Item>{t('live.first.segment')}</List.Item>
        <List.Item>{t('live.first.sample')}</List.Item>
      </List>
    </Empty>
  );
}

const command = (address: string) => `curl -u "$CRM_WRITE_KEY:" -H "Content-Type: application/json" \\
  ${address}/v1/track \\
  -d '{"userId":"1","event":"Product Added","properties":{"product_id":"7","price":19.90,"quantity":1}}'`;
