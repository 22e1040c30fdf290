import classes from './Bars.module.css';

/** A bar for each value, all from zero to the highest, which stands above them; pointing at one says what it is. */
export function Bars({ values, label, most, tell, height = 120 }: { values: readonly number[]; label: string; most: string; tell: (place: number) => string; height?: number }) {
  const highest = Math.max(...values, Number.MIN_VALUE);
  return (
    <div role="img" aria-label={label}>
      <div className={classes.most}>{most}</div>
      <div className={classes.bars} style={{ height }}>
        {values.map((value, place) => (
          <div key={place} className={classes.place} title={tell(place)}>
            <div className={classes.bar} style={{ height: `${(100 * Math.max(0, value)) / highest}%` }} />
          </div>
        ))}
      </div>
    </div>
  );
}
