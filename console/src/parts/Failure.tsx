import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Problem } from '../api/problem';

/** What happened and what to do about it. */
export function Failure({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : null;
  const [title, advice] = wordsFor(problem?.status ?? -1);
  return (
    <Alert color="red" role="alert" title={t(`parts.failure.${title}`)}>
      <Stack gap="xs" align="start">
        <Text size="sm">{t(`parts.failure.${advice}`)}</Text>
        {problem?.detail ? (
          <Text size="sm" c="dimmed" lang="en">
            {problem.detail}
          </Text>
        ) : null}
        {problem && problem.errors.length > 0 ? (
          <List size="sm" lang="en">
            {problem.errors.map((part, place) => (
              <List.Item key={place}>{part.field ? `${part.field}: ${part.message}` : part.message}</List.Item>
            ))}
          </List>
        ) : null}
        {retry ? (
          <Button size="xs" variant="light" color="red" onClick={() => void retry()}>
            {t('parts.failure.retry')}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}

function wordsFor(status: number) {
  switch (status) {
    case 0:
      return ['unreachable', 'unreachableAdvice'] as const;
    case 401:
      return ['signedOut', 'signedOutAdvice'] as const;
    case 403:
      return ['forbidden', 'forbiddenAdvice'] as const;
    case 404:
    case 410:
      return ['gone', 'goneAdvice'] as const;
    case 412:
      return ['changed', 'changedAdvice'] as const;
    case 429:
    case 503:
      return ['busy', 'busyAdvice'] as const;
    case -1:
      return ['broken', 'brokenAdvice'] as const;
    default:
      return status >= 500 ? (['failed', 'failedAdvice'] as const) : (['refused', 'refusedAdvice'] as const);
  }
}
