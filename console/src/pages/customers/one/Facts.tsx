import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './Facts.module.css';

/** Names and what they are, as a list of terms; what is not known is left out. */
export const Facts = ({ of }: { of: [name: string, value: ReactNode][] }) => (
  <Stack component="dl" gap={6} m={0}>
    {of
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <Text component="dt" size="sm" c="dimmed" className="wrap">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} className="wrap">
            {value}
          </Text>
        </div>
      ))}
  </Stack>
);
