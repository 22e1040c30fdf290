import { List, Text } from '@mantine/core';

import type { Rule } from './rule';
import { useRuleWords, type Words } from './useRuleWords';

/** A rule for people who do not read the rule language. */
export function InWords({ rule }: { rule: Rule }) {
  return <Part words={useRuleWords()(rule)} />;
}

const Part = ({ words }: { words: Words }) => (
  <>
    <Text size="sm" component="span" className="wrap">
      {words.text}
    </Text>
    {words.parts.length > 0 ? (
      <List size="sm" withPadding>
        {words.parts.map((part, place) => (
          <List.Item key={place}>
            <Part words={part} />
          </List.Item>
        ))}
      </List>
    ) : null}
  </>
);
