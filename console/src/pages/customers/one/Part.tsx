import { Badge, Code, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../api/schema';
import { useDuration } from '../../../format/useDuration';
import { useFormat } from '../../../format/useFormat';
import classes from './Part.module.css';

type PartBody = components['schemas']['WhyBody']['rule'];
type FigureBody = components['schemas']['FigureBody'];

/** A part of a rule with its truth, how it stands and its figures, and below it the parts that it is made of. */
export function Part({ part }: { part: PartBody }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.part} data-holds={part.holds ? '' : undefined}>
      <Group gap="xs" wrap="nowrap" align="start">
        <Badge color={part.holds ? 'green' : 'gray'} variant="light" className={classes.truth}>
          {t(part.holds ? 'customers.segments.holds' : 'customers.segments.fails')}
        </Badge>
        <div>
          <Text size="sm" lang="en" className="wrap">
            {part.words}
          </Text>
          {part.parts.length === 0 ? <Code className="wrap">{part.text}</Code> : null}
          <Figures figures={part.figures} />
          {part.until ? (
            <Text size="xs" c="dimmed">
              {t('customers.segments.changes', { at: format.instant(part.until) })}
            </Text>
          ) : null}
        </div>
      </Group>
      {part.parts.length > 0 ? (
        <ul className={classes.parts}>
          {part.parts.map((one, place) => (
            <li key={place}>
              <Part part={one} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Figures({ figures }: { figures: Record<string, FigureBody> }) {
  const { t } = useTranslation();
  const say = useFigure();
  return (
    <Text size="xs" c="dimmed" className="wrap">
      {Object.entries(figures)
        .map(([name, figure]) => `${t(`customers.figure.${name as 'count'}`, { defaultValue: name })}: ${say(figure)}`)
        .join(' · ')}
    </Text>
  );
}

function useFigure() {
  const format = useFormat();
  const duration = useDuration();
  return ({ value, unit }: FigureBody): string => {
    switch (unit) {
      case 'instant':
        return format.instant(String(value));
      case 'duration':
        return duration(String(value));
      case 'times':
      case 'number':
        return format.number(Number(value));
      default:
        return typeof value === 'string' ? value : JSON.stringify(value);
    }
  };
}
