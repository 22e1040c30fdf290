import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const colors: Record<string, string> = { active: 'green', paused: 'yellow', draft: 'gray' };

export function StateBadge({ state }: { state: string }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={colors[state] ?? 'gray'}>
      {t(`automations.states.${state as 'active'}`)}
    </Badge>
  );
}
