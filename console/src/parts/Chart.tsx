import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense } from 'react';

import type { ChartOption } from './chart';

const Drawn = lazy(() => import('./DrawnChart'));

/** A chart, and for a screen reader one sentence of what it shows. */
export function Chart({ option, label, height = 220 }: { option: ChartOption; label: string; height?: number }) {
  const scheme = useComputedColorScheme('light');
  return (
    <Suspense fallback={<Skeleton height={height} />}>
      <Drawn key={scheme} option={option} label={label} height={height} dark={scheme === 'dark'} />
    </Suspense>
  );
}
