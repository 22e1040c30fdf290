import { Checkbox, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { Confirm } from '../../../parts/Confirm';
import { showReceipt } from './useReceipt';
import { written } from './useCustomer';

/** Asks for the id to be typed, erases, and leads to the receipt. */
export function Erase({ id, asked }: { id: string; asked: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [block, setBlock] = useState(false);
  const erase = async () => {
    const erasure = await read(api.DELETE('/api/v1/customers/{id}', { ...written(id), body: { block } }));
    queries.setQueryData(['erasure', erasure.id], erasure);
    queries.removeQueries({ queryKey: ['customers'] });
    showReceipt(asked, erasure.id);
  };
  return (
    <Confirm label={t('customers.privacy.erase')} title={t('customers.privacy.eraseTitle')} word={id} run={erase}>
      <Stack gap="sm">
        <Text size="sm">{t('customers.privacy.eraseHow')}</Text>
        <Checkbox label={t('customers.privacy.block')} checked={block} onChange={(event) => setBlock(event.currentTarget.checked)} />
      </Stack>
    </Confirm>
  );
}
