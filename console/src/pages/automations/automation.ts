import type { components } from '../../api/schema';

export type Automation = components['schemas']['AutomationBody'];

/** The trigger as docs/automations.md has it. */
export type Trigger = { event?: string | string[]; where?: unknown; entered?: string; left?: string };

/** A step: exactly one of its members beside the id says what it does. */
export type Step = {
  id: string;
  wait?: string;
  waitUntil?: unknown;
  orAfter?: string;
  webhook?: { url: string };
  tag?: { add?: string[]; remove?: string[] };
  log?: string;
};

export const triggerOf = (automation: Automation) => automation.trigger as unknown as Trigger;

export const stepsOf = (automation: Automation) => automation.steps as unknown as Step[];
