import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One figure with its name and, below it, what it is of or as of when. */
export const Stat = ({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) => (
  <Paper withBorder p="md" role="group" aria-label={label}>
    <Text size="sm" c="dimmed">
      {label}
    </Text>
    <Text size="xl" fw={700} className="number" component="div">
      {value}
    </Text>
    {note ? (
      <Text size="xs" c="dimmed" component="div">
        {note}
      </Text>
    ) : null}
  </Paper>
);
