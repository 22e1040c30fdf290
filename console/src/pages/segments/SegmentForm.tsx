import { Button, Grid, Group, Input, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { RuleEditor } from '../../parts/RuleEditor';
import { InWords } from '../../parts/rules/InWords';
import type { Checked, Rule } from '../../parts/rules/rule';
import { withElement } from './elements';
import { Help } from './Help';
import { Overtaken } from './Overtaken';
import { Preview } from './Preview';
import { isId, type Segment } from './segment';
import { useDraft } from './useDraft';

/** Name and rule of a segment, with how many customers the rule holds for as it is written. */
export function SegmentForm({ segment, rule, onSaved }: { segment?: Segment; rule: string; onSaved?: (segment: Segment) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(segment, rule, onSaved);
  const [checked, setChecked] = useState<Checked | null>(null);
  const known = checked?.text === draft.text ? checked : null;
  const wrong = known !== null && known.errors.length > 0;
  const said = (known ?? checked)?.rule; // while writing, the words of before
  const sendable = draft.ready && !wrong && !draft.saving && (draft.changed || !segment);
  const submit = () => {
    if (sendable) {
      draft.save();
    }
  };
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Card title={t('segments.definition')}>
          <Stack
            component="form"
            gap="sm"
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            <SimpleGrid cols={{ base: 1, sm: segment ? 1 : 2 }}>
              <TextInput label={t('segments.name')} value={draft.name} maxLength={200} required onChange={(event) => draft.edit({ name: event.currentTarget.value })} />
              {segment ? null : (
                <TextInput
                  label={t('segments.id')}
                  description={t('segments.idNote')}
                  inputWrapperOrder={['label', 'input', 'description', 'error']}
                  value={draft.id}
                  maxLength={64}
                  required
                  error={draft.idTaken ? t('segments.idTaken') : draft.id !== '' && !isId(draft.id) ? t('segments.idWrong') : null}
                  onChange={(event) => draft.edit({ id: event.currentTarget.value })}
                />
              )}
            </SimpleGrid>
            <div>
              <Input.Label component="div" aria-hidden>
                {t('segments.rule')}
              </Input.Label>
              <RuleEditor
                label={t('segments.rule')}
                value={draft.text}
                minHeight={120}
                errors={draft.ruleErrors}
                onChange={(text) => draft.edit({ text })}
                onChecked={setChecked}
                onSubmit={submit}
              />
            </div>
            <Preview rule={known?.rule && draft.ruleErrors.length === 0 ? known.text.trim() : ''} waiting={known === null && draft.text.trim() !== ''} />
            {said ? <Said rule={said} /> : null}
            {draft.overtaken && segment ? <Overtaken segment={segment} takeTheirs={draft.takeTheirs} keepMine={draft.keepMine} /> : null}
            {draft.error ? <Failure error={draft.error} /> : null}
            <Group>
              <Button type="submit" loading={draft.saving} disabled={!sendable}>
                {t(segment ? 'segments.save' : 'segments.create')}
              </Button>
              {segment && draft.changed ? (
                <Button variant="default" onClick={draft.takeTheirs}>
                  {t('segments.undo')}
                </Button>
              ) : null}
              <Text size="sm" role="status" c="dimmed">
                {draft.saved ? t('segments.saved') : null}
              </Text>
            </Group>
          </Stack>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Card title={t('segments.help.title')}>
          <Help open={!segment} onPick={(example) => draft.edit({ text: withElement(draft.text, example) })} />
        </Card>
      </Grid.Col>
    </Grid>
  );
}

function Said({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t('rule.inWords')}>
      <Text size="sm" c="dimmed">
        {t('rule.inWords')}
      </Text>
      <InWords rule={rule} />
    </div>
  );
}
