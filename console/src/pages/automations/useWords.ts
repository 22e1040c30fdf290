import { useTranslation } from 'react-i18next';

import { useDuration } from '../../format/useDuration';
import type { Step, Trigger } from './automation';

/** What starts an automation and what its steps do, in the reader's words. Rules stay as they are written. */
export function useWords() {
  const { t } = useTranslation();
  const duration = useDuration();
  return {
    trigger: (trigger: Trigger): string =>
      trigger.event ? t('automations.when.event', { name: [trigger.event].flat().join(', ') })
      : trigger.entered ? t('automations.when.entered', { name: trigger.entered })
      : t('automations.when.left', { name: trigger.left ?? '' }),
    step: (step: Step): string =>
      step.wait ? t('automations.does.wait', { time: duration(step.wait) })
      : step.waitUntil !== undefined ? t('automations.does.waitUntil', { rule: ruleText(step.waitUntil), time: duration(step.orAfter ?? '') })
      : step.webhook ? t('automations.does.webhook', { url: step.webhook.url })
      : step.tag ? tagged(step.tag)
      : t('automations.does.log', { text: step.log ?? '' }),
    duration,
  };

  function tagged(tag: NonNullable<Step['tag']>): string {
    const add = tag.add?.length ? t('automations.does.tagAdd', { tags: tag.add.join(', ') }) : '';
    const remove = tag.remove?.length ? t('automations.does.tagRemove', { tags: tag.remove.join(', ') }) : '';
    return [add, remove].filter(Boolean).join('; ');
  }
}

export const ruleText = (rule: unknown): string => (typeof rule === 'string' ? rule : JSON.stringify(rule));
