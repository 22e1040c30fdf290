import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, read } from '../../../api/client';
import { Failure } from '../../../parts/Failure';
import { at } from './useCustomer';

/** All that the store holds of the customer, as a file; its name tells nothing of whom it is about. */
export function Export({ id }: { id: string }) {
  const { t } = useTranslation();
  const load = useMutation({
    mutationFn: () => read(api.POST('/api/v1/customers/{id}/export', { ...at(id), parseAs: 'blob' })),
    onSuccess: save,
  });
  return (
    <>
      <Button variant="default" loading={load.isPending} onClick={() => load.mutate()}>
        {t('customers.privacy.export')}
      </Button>
      {load.error ? <Failure error={load.error} /> : null}
    </>
  );
}

function save(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = 'customer.json';
  link.click();
  URL.revokeObjectURL(address);
}
