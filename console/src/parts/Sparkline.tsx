const size = { width: 96, height: 24, margin: 2 };

/** A small line of sizes over time, interrupted where one is not known. */
export function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  return (
    <svg role="img" aria-label={label} width={size.width} height={size.height} viewBox={`0 0 ${size.width} ${size.height}`} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" strokeLinecap="round">
      <path d={lineOf(values)} />
    </svg>
  );
}

function lineOf(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const { width, height, margin } = size;
  const x = (place: number) => margin + (place / Math.max(1, values.length - 1)) * (width - 2 * margin);
  const y = (value: number) => (most === least ? height / 2 : height - margin - ((value - least) / (most - least)) * (height - 2 * margin));
  return values
    .map((value, place) => (value === null ? '' : `${place > 0 && values[place - 1] !== null ? 'L' : 'M'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`))
    .filter(Boolean)
    .join(' ');
}
