import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../../format/useFormat';
import { Card } from '../../../parts/Card';
import { Facts } from './Facts';
import type { Customer } from './useCustomer';

/** Who it is: by which ids and fields, where in the life cycle, and what habits there are. */
export function Profile({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fields, traits, stage, stages, lists, channels, usualHour, favourites, devices, touches } = customer;
  const channel = (name: string | null) => (name ? t(`customers.channel.${name as 'web'}`, { defaultValue: name }) : '—');
  const told = (name: string, value: string) => {
    switch (name) {
      case 'country':
        return format.country(value);
      case 'birthDate':
        return format.day(value);
      case 'gender':
        return t(`customers.gender.${value as 'other'}`, { defaultValue: value });
      case 'channel':
      case 'firstChannel':
      case 'usualChannel':
        return channel(value);
      default:
        return value;
    }
  };
  const own = Object.entries(traits as Record<string, unknown>).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  const mix = Object.entries(channels.mix).map(([name, events]) => `${channel(name)} ${format.whole(events)}`);
  const campaigns = [...new Map([touches.first, touches.last].flatMap((touch) => (touch ? [[touch.at, touch] as const] : []))).values()];
  return (
    <Card title={t('customers.profile.title')} actions={stage ? <Badge variant="default">{t(`customers.stage.${stage as 'lead'}`, { defaultValue: stage })}</Badge> : null}>
      <Facts
        of={[
          [t('customers.profile.identities'), customer.identities.join(', ')],
          ...Object.entries(fields).map(([name, value]): [string, string] => [t(`customers.field.${name as 'email'}`, { defaultValue: name }), told(name, value)]),
          [
            t('customers.profile.stage'),
            stages.map((one, place) => (
              <div key={place}>{t('customers.profile.stageSince', { stage: t(`customers.stage.${one.stage as 'lead'}`, { defaultValue: one.stage }), at: format.date(one.since) })}</div>
            )),
          ],
          [t('customers.profile.lists'), lists.map((list) => list.id).join(', ')],
          [
            t('customers.profile.channels'),
            mix.length > 0 ? (
              <>
                <div>{mix.join(', ')}</div>
                {t('customers.profile.channelsSay', { first: channel(channels.first), latest: channel(channels.latest), usual: channel(channels.usual) })}
              </>
            ) : null,
          ],
          [t('customers.profile.usualHour'), usualHour === null ? null : t('customers.profile.hour', { hour: usualHour })],
          [t('customers.profile.categories'), favourites.categories.map((one) => one.name).join(', ')],
          [t('customers.profile.brands'), favourites.brands.map((one) => one.name).join(', ')],
          [
            t('customers.profile.devices'),
            devices.length > 0
              ? devices.map((device, place) => (
                  <div key={place}>
                    {t('customers.profile.device', { name: [device.name, device.type].filter(Boolean).join(' · '), at: format.date(device.lastSeen) })}
                  </div>
                ))
              : null,
          ],
          [
            t('customers.profile.touches'),
            campaigns.length > 0
              ? campaigns.map((touch) => (
                  <div key={touch.at}>
                    {t('customers.profile.touch', { campaign: [touch.source, touch.medium, touch.campaign].filter(Boolean).join(' / '), at: format.date(touch.at) })}
                  </div>
                ))
              : null,
          ],
        ]}
      />
      {own.length > 0 ? (
        <>
          <Text size="sm" fw={600}>
            {t('customers.profile.traits')}
          </Text>
          <Facts of={own} />
        </>
      ) : null}
    </Card>
  );
}
