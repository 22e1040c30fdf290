import { Alert, Center, Code, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { api, read } from '../api/client';

/** Takes the one-time token out of the address, and says how to get one where there is none. */
export function SignIn() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [token] = useState(() => location.hash.slice(1));
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => read(api.POST('/console/session', { body: { token } })),
    onSuccess: (session) => {
      queries.setQueryData(['session'], session);
      go('/', { replace: true });
    },
  });
  useEffect(() => {
    if (token) {
      history.replaceState(null, '', '/sign-in'); // a token is good once: it does not stay in the history
      mutate();
    }
  }, [token, mutate]);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" maw={520}>
        <Stack>
          <Title order={1} size="h2">
            {t('app.signIn.title')}
          </Title>
          {isPending ? <Loader aria-label={t('parts.loading')} /> : null}
          {error ? (
            <Alert color="red" role="alert">
              {t('app.signIn.used')}
            </Alert>
          ) : null}
          <Text>{t('app.signIn.how')}</Text>
          <Code block>{t('app.signIn.command')}</Code>
          <Text c="dimmed" size="sm">
            {t('app.signIn.once')}
          </Text>
        </Stack>
      </Paper>
    </Center>
  );
}
