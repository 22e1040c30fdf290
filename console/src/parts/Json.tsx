import { Code, ScrollArea } from '@mantine/core';

/** JSON as text, set out in lines where it is JSON. */
export function Json({ value }: { value: unknown }) {
  return (
    <ScrollArea.Autosize mah={480} tabIndex={0}>
      <Code block>{typeof value === 'string' ? pretty(value) : JSON.stringify(value, null, 2)}</Code>
    </ScrollArea.Autosize>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
