import { Anchor, Code, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { Empty } from '../../parts/Empty';
import { segmentBy } from './segmentBy';

const examples = {
  cart: 'did "Product Added" then not "Order Completed" within 2 hours',
  lapsing: 'orders >= 3 and last "Order Completed" more than 60 days ago',
  best: 'top 10 % by revenue',
  first: 'did "Order Completed" for the first time in the last 30 days',
} as const;

/** Of a store without a segment: what one is, and rules to begin with. */
export function Examples() {
  const { t } = useTranslation();
  return (
    <Empty title={t('segments.none.title')}>
      <Text>{t('segments.none.what')}</Text>
      <Text>{t('segments.none.how')}</Text>
      <List spacing="sm" listStyleType="none">
        {Object.entries(examples).map(([name, rule]) => (
          <List.Item key={name}>
            <Stack gap={2}>
              <Anchor component={Link} href={segmentBy(rule)}>
                {t(`segments.none.example.${name as keyof typeof examples}`)}
              </Anchor>
              <Code className="wrap">{rule}</Code>
            </Stack>
          </List.Item>
        ))}
      </List>
    </Empty>
  );
}
