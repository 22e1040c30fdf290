// Drawn for this console on a grid of 24; all of one stroke.
const shapes = {
  pulse: 'M3 12h4l3-7 4 14 3-7h4',
  people: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm-6 8a6 6 0 0 1 12 0m1-14a3 3 0 0 1 0 6m2 2a6 6 0 0 1 3 6',
  slice: 'M12 3a9 9 0 1 0 9 9h-9z M15 3a7 7 0 0 1 6 6h-6z',
  grid: 'M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z',
  bolt: 'M13 3L5 14h6l-1 7 8-11h-6z',
  inbox: 'M4 13l3-8h10l3 8v6H4z M4 13h5l1 2h4l1-2h5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1 1 M18 18l1 1 M19 5l-1 1 M6 18l-1 1',
  moon: 'M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z',
  exit: 'M10 4H5v16h5 M14 8l4 4-4 4 M18 12H9',
} as const;

export type IconName = keyof typeof shapes;

/** Decoration: what it stands beside has the words. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={1.8} strokeLinecap="round" strokeLinejoin="round" aria-hidden>
    <path d={shapes[name]} />
  </svg>
);
