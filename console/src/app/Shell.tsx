import { ActionIcon, AppShell, Burger, Group, NavLink, NativeSelect, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { api, read } from '../api/client';
import { Icon, type IconName } from '../parts/Icon';
import { choose } from '../texts';
import { type Language, languages } from '../texts/languages';
import { useStore } from './session';

const pages = [
  ['/', 'live', 'pulse'],
  ['/customers', 'customers', 'people'],
  ['/segments', 'segments', 'slice'],
  ['/rfm', 'rfm', 'grid'],
  ['/automations', 'automations', 'bolt'],
  ['/dead-letters', 'deadLetters', 'inbox'],
] as const satisfies [string, string, IconName][];

// The address stays as it is: pages keep in its fragment what they are asked for.
function toPage(event: MouseEvent) {
  event.preventDefault();
  document.getElementById('page')?.focus();
}

export function Shell({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const [at] = useLocation();
  const [open, { toggle, close }] = useDisclosure();
  const store = useStore();
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !open } }} padding="md">
      <a className="skip" href="#page" onClick={toPage}>
        {t('app.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('app.menu')} />
            <Text fw={700}>{t('app.name')}</Text>
            <Text c="dimmed" truncate>
              {store.store}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <NativeSelect
              size="xs"
              aria-label={t('app.language')}
              value={i18n.language}
              onChange={(event) => choose(event.currentTarget.value as Language)}
              data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            />
            <SchemeSwitch />
            <SignOut />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('app.pages')}>
        {pages.map(([path, name, icon]) => (
          <NavLink
            key={path}
            component={Link}
            href={path}
            label={t(`app.page.${name}`)}
            leftSection={<Icon name={icon} />}
            active={path === '/' ? at === '/' : at.startsWith(path)}
            aria-current={(path === '/' ? at === '/' : at.startsWith(path)) ? 'page' : undefined}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon variant="default" size="lg" aria-label={t(dark ? 'app.toLight' : 'app.toDark')} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      <Icon name={dark ? 'sun' : 'moon'} />
    </ActionIcon>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const out = async () => {
    await read(api.DELETE('/console/session'));
    queries.clear();
    location.assign('/sign-in');
  };
  return (
    <ActionIcon variant="default" size="lg" aria-label={t('app.signOut')} onClick={() => void out()}>
      <Icon name="exit" />
    </ActionIcon>
  );
}
