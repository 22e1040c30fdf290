import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ProblemPart } from '../../api/problem';

/** Below the editor, where a finger and a screen reader find them too: what is wrong, what could stand there, and what was probably meant. */
export function Errors({ errors, take }: { errors: readonly ProblemPart[]; take?: (error: ProblemPart) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      {errors.map((error, place) => (
        <div key={place}>
          <Text size="sm" c="light-dark(#c92a2a, #ff8787)" className="wrap" lang="en" component="span">
            {error.message}
          </Text>
          {take && error.suggestion && error.position != null ? (
            <Button size="compact-xs" variant="light" ms="xs" onClick={() => take(error)}>
              {t('parts.rule.take', { suggestion: error.suggestion })}
            </Button>
          ) : null}
          {error.expected ? (
            <Text size="xs" c="dimmed" className="wrap" lang="en">
              {t('parts.rule.expected', { what: error.expected })}
            </Text>
          ) : null}
        </div>
      ))}
    </Stack>
  );
}
