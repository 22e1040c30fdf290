import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use as draw } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

import type { ChartOption } from './chart';

draw([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

// Tooltips are drawn, not written as HTML: that would need styles that the page's policy does not allow.
const always: ChartOption = { animation: false, backgroundColor: 'transparent', tooltip: { trigger: 'axis', renderMode: 'richText' } };

export default function DrawnChart({ option, label, height, dark }: { option: ChartOption; label: string; height: number; dark: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  useEffect(() => {
    const drawn = init(place.current!, dark ? 'dark' : undefined);
    const resized = new ResizeObserver(() => drawn.resize());
    resized.observe(place.current!);
    chart.current = drawn;
    return () => {
      resized.disconnect();
      drawn.dispose();
    };
  }, [dark]);
  useEffect(() => chart.current?.setOption({ ...always, ...option }, true), [option]);
  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}
