import type { ReactNode } from 'react';

import classes from './Wide.module.css';

/** What may be wider than a narrow screen: it is moved sideways within itself, by keyboard too. */
export const Wide = ({ label, least, most, children }: { label: string; least: number; most?: number; children: ReactNode }) => (
  <div className={classes.wide} role="region" aria-label={label} tabIndex={0} style={{ maxHeight: most }}>
    <div style={{ minWidth: least }}>{children}</div>
  </div>
);
