import { Text, Timeline } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { type Automation, stepsOf, triggerOf } from './automation';
import { ruleText, useWords } from './useWords';

/** The way of a customer through the automation, from what starts it to its end. */
export function Steps({ automation }: { automation: Automation }) {
  const { t } = useTranslation();
  const words = useWords();
  const steps = stepsOf(automation);
  return (
    <Timeline active={steps.length + 1} bulletSize={14} lineWidth={2}>
      <Timeline.Item title={words.trigger(triggerOf(automation))}>
        {automation.condition ? <Note>{t('automations.onlyIf', { rule: ruleText(automation.condition) })}</Note> : null}
        {automation.exit ? <Note>{t('automations.endsIf', { rule: ruleText(automation.exit) })}</Note> : null}
        <Note>{automation.again ? t('automations.again', { time: words.duration(automation.again) }) : t('automations.once')}</Note>
      </Timeline.Item>
      {steps.map((step) => (
        <Timeline.Item key={step.id} title={words.step(step)} lineVariant="solid">
          <Note>{step.id}</Note>
        </Timeline.Item>
      ))}
      <Timeline.Item title={t('automations.end')} />
    </Timeline>
  );
}

const Note = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed" className="wrap">
    {children}
  </Text>
);
