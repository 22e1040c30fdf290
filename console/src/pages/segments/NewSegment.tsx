import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { Page } from '../../parts/Page';
import { askedRule } from '../customers/customersBy';
import { pathOf } from './segment';
import { SegmentForm } from './SegmentForm';

export function NewSegment() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [rule] = useState(askedRule);
  return (
    <Page title={t('segments.new')} about={t('segments.newAbout')}>
      <SegmentForm rule={rule} onSaved={(segment) => go(pathOf(segment.id), { replace: true })} />
    </Page>
  );
}
