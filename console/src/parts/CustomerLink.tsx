import { Anchor } from '@mantine/core';
import { Link } from 'wouter';

export const CustomerLink = ({ id }: { id: string }) => (
  <Anchor component={Link} href={`/customers/${encodeURIComponent(id)}`} size="sm">
    {id}
  </Anchor>
);
