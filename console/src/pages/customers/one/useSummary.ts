import { useTranslation } from 'react-i18next';

import type { Item } from './Timeline';

type Sent = Partial<Record<string, unknown>>;

/** What an event says in a few words, by what is nearly always in one of its kind; its name or kind where nothing is. */
export function useSummary() {
  const { t } = useTranslation();
  return (item: Item): string => {
    const sent = (item.event ?? {}) as Sent;
    return item.name || said(item.type, sent) || t(`customers.history.type.${item.type as 'track'}`, { defaultValue: item.type });
  };

  function said(type: string, sent: Sent): string {
    switch (type) {
      case 'tags':
        return [...texts(sent['add']).map((tag) => `+ ${tag}`), ...texts(sent['remove']).map((tag) => `− ${tag}`)].join(', ');
      case 'consents':
        return consent(sent);
      case 'note':
        return text(sent['text']);
      case 'identify':
      case 'group':
        return Object.keys((sent['traits'] ?? {}) as Sent).join(', ');
      default:
        return '';
    }
  }

  function consent(sent: Sent): string {
    const channel = text(sent['channel']);
    return [
      t(`customers.contact.${channel as 'email'}`, { defaultValue: channel }),
      text(sent['purpose']),
      t(sent['state'] === 'granted' ? 'customers.consents.granted' : 'customers.consents.denied'),
    ]
      .filter(Boolean)
      .join(' · ');
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);
