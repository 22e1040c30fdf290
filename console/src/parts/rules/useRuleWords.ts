import { useTranslation } from 'react-i18next';

import { useDuration } from '../../format/useDuration';
import { useFormat } from '../../format/useFormat';
import type { Event, Rule, Window } from './rule';

/** A rule in the reader's words: a sentence, or what joins the sentences below it. */
export interface Words {
  text: string;
  parts: Words[];
}

const operators = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  in: 'in',
  notIn: 'notIn',
  contains: 'contains',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  matches: 'matches',
  known: 'known',
  unknown: 'unknown',
  between: 'between',
  olderThan: 'olderThan',
  newerThan: 'newerThan',
  withinNext: 'withinNext',
  before: 'before',
  after: 'after',
} as const;

const lengths = ['olderThan', 'newerThan', 'withinNext'];
const day = /^\d{4}-\d\d-\d\d$/;
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

export function useRuleWords(): (rule: Rule) => Words {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const exact = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 20 });
  return words;

  function words(rule: Rule): Words {
    if (rule.all || rule.any) {
      return { text: t(rule.all ? 'rule.all' : 'rule.any'), parts: (rule.all ?? rule.any)!.map(words) };
    }

    return rule.not ? { text: t('rule.not'), parts: [words(rule.not)] } : { text: sentence(rule), parts: [] };
  }

  function sentence(rule: Rule): string {
    switch (true) {
      case rule.everyone !== undefined:
        return t('rule.everyone');
      case rule.tag !== undefined:
        return t('rule.tag', { name: quoted(rule.tag) });
      case rule.list !== undefined:
        return t('rule.list', { name: quoted(rule.list) });
      case rule.segmentChange !== undefined:
        return listed(t(`rule.${rule.segmentChange!}`, { name: quoted(rule.segment!) }), ...when(rule));
      case rule.segment !== undefined:
        return t('rule.segment', { name: quoted(rule.segment) });
      case rule.journey !== undefined:
        return t('rule.journey', { name: quoted(rule.journey) });
      case rule.consent !== undefined:
        return t('rule.consent', { channel: rule.consent, purpose: rule.purpose ? quoted(rule.purpose) : t('rule.marketing'), state: t(`rule.consents.${String(rule.is) as 'granted'}`) });
      case rule.canReceive !== undefined:
        return t('rule.canReceive', { channel: rule.canReceive });
      case rule.top !== undefined:
        return t('rule.top', { share: exact.format(rule.top!), figure: rule.by! });
      case rule.steady !== undefined:
        return t(rule.op === 'longerThan' ? 'rule.longerThan' : 'rule.shorterThan', { what: rule.steady!, value: plain(rule.is), time: duration(String(rule.value)) });
      case rule.sequence !== undefined:
        return sequence(rule);
      case rule.recency !== undefined:
        return compared(detailed(t(`rule.recency.${rule.recency!}`, { event: event(rule.of!) }), ...where(rule)), rule);
      case rule.aggregate !== undefined:
        return compared(detailed(t(`rule.aggregate.${rule.aggregate as 'sum'}`, { property: rule.property!, event: event(rule.of!) }), ...where(rule), ...when(rule)), rule);
      case rule.same !== undefined:
        return listed(t('rule.same', { property: rule.same!, event: event(rule.of!) }), ...where(rule), ...often(rule), ...when(rule));
      case rule.message !== undefined:
        return listed(t(`rule.message.${rule.message as 'opened'}`), ...message(rule), ...often(rule), ...when(rule));
      case rule.form !== undefined:
        return listed(t('rule.form', { name: quoted(rule.form) }), ...often(rule), ...when(rule));
      case rule.did !== undefined:
        return listed(t('rule.did', { event: event(rule.did!) }), ...where(rule), ...(rule.first ? [t('rule.firstTime')] : []), ...often(rule), ...when(rule));
      default:
        return compared(rule.field ?? rule.property ?? '', rule);
    }
  }

  /** Conditions on an event, in one line. */
  function condition(rule: Rule): string {
    if (rule.all || rule.any) {
      return `(${(rule.all ?? rule.any)!.map(condition).join(t(rule.all ? 'rule.and' : 'rule.or'))})`;
    }

    return rule.not ? t('rule.notThat', { what: condition(rule.not) }) : rule.has ? t('rule.has', { what: rule.property!, condition: condition(rule.has) }) : compared(rule.property ?? '', rule);
  }

  function compared(what: string, { op, value }: Rule): string {
    const words = operators[op as keyof typeof operators];
    const [from, to] = op === 'between' && Array.isArray(value) ? value.map(plain) : ['', ''];
    const shown = lengths.includes(op!) ? duration(String(value)) : Array.isArray(value) ? value.map(plain).join(', ') : plain(value);
    return t(`rule.op.${words}`, { what, value: shown, from, to });
  }

  function sequence(rule: Rule): string {
    const steps = rule.sequence!.map((step, place) =>
      listed(t(step.didNot ? 'rule.thenNot' : place === 0 ? 'rule.begin' : 'rule.then', { event: event((step.did ?? step.didNot)!) }), ...where(step)),
    );
    return listed(...steps, ...(rule.within ? [t('rule.within', { time: duration(rule.within) })] : []), ...when(rule));
  }

  function message(rule: Rule): string[] {
    return [...(rule.id ? [t('rule.whichMessage', { name: quoted(rule.id) })] : []), ...(rule.link ? [t('rule.whichLink', { name: rule.link })] : [])];
  }

  function where(rule: Rule): string[] {
    return rule.where ? [t('rule.where', { condition: condition(rule.where) })] : [];
  }

  function often({ times }: Rule): string[] {
    return times ? [t(times.op === '>=' ? 'rule.atLeast' : times.op === '<=' ? 'rule.atMost' : 'rule.exactly', { n: format.whole(times.n) })] : [];
  }

  function when({ window }: Rule): string[] {
    return window ? [timeOf(window)] : [];
  }

  function timeOf({ last, ago, from, to, calendar }: Window): string {
    return (
      last ? t('rule.last', { time: duration(last) })
      : ago ? t('rule.ago', { from: duration(ago[0]), to: duration(ago[1]) })
      : calendar ? t(`rule.calendar.${calendar as 'day'}`)
      : to ? t('rule.fromTo', { from: plain(from), to: plain(to) })
      : t('rule.since', { from: plain(from) })
    );
  }

  function event(name: Event): string {
    return (
      typeof name === 'string' ? quoted(name)
      : Array.isArray(name) ? name.map(quoted).join(t('rule.or'))
      : 'page' in name ? t('rule.page', { name: quoted(name.page) })
      : t('rule.screen', { name: quoted(name.screen) })
    );
  }

  function plain(value: unknown): string {
    if (typeof value === 'number') {
      return exact.format(value);
    }

    if (typeof value === 'boolean') {
      return t(value ? 'rule.yes' : 'rule.no');
    }

    const text = String(value ?? '');
    return day.test(text) ? format.day(text) : instant.test(text) ? format.instant(text) : quoted(text);
  }

  function quoted(text: string | undefined): string {
    return t('rule.quoted', { text: text ?? '' });
  }
}

const listed = (...texts: string[]): string => texts.join(', ');

const detailed = (text: string, ...details: string[]): string => (details.length > 0 ? `${text} (${listed(...details)})` : text);
