import { Button, Grid, Group, Input, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { RuleEditor } from '../../parts/RuleEditor';
import { withElement } from './elements';
import { Help } from './Help';
import { Overtaken } from './Overtaken';
import { Preview } from './Preview';
import { RuleInWords } from './RuleInWords';
import { isId, type Segment } from './segment';
import { useDraft } from './useDraft';

/** Name and rule of a segment, with how many customers the rule holds for as it is written. */
export function SegmentForm({ segment, rule, onSaved }: { segment?: Segment; rule: string; onSaved?: (segment: Segment) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(segment, rule, onSaved);
  const [checked, setChecked] = useState({ text: '', right: false });
  const right = checked.right ? checked.text.trim() : '';
  const wrong = checked.text === draft.text && !checked.right;
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
                onChecked={(errors, text) => setChecked({ text, right: errors.length === 0 })}
                onSubmit={submit}
              />
            </div>
            <Preview rule={right} />
            <RuleInWords rule={right} />
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
