import type { JsonObject } from '../json.ts';
import { cleanLine } from './foreign.ts';
import type { Chart } from './report.ts';
import { description, palette } from './svg.ts';

/** A grey that can be read on white as on black. */
const grey = '#767676';

const config: JsonObject = {
  background: 'transparent',
  title: { color: grey },
  axis: {
    labelColor: grey,
    titleColor: grey,
    domainColor: grey,
    tickColor: grey,
    gridOpacity: 0.3,
  },
  legend: { labelColor: grey, titleColor: grey },
  view: { stroke: null },
  range: { category: palette },
};

/** A chart as a Vega-Lite 5 specification with its data inside. It fits light and dark themes. */
export function toVegaLite(chart: Chart): JsonObject {
  const x = cleanLine(chart.x.title);
  const y = cleanLine(chart.y.title);
  const order = chart.x.values.map((value) => cleanLine(value));
  const names = chart.series.map((series) => cleanLine(series.name));
  const values = chart.series.flatMap((series, at) =>
    series.values.flatMap((value, position) =>
      value === null || !Number.isFinite(value)
        ? []
        : [{ x: order[position] ?? '', y: value, series: names[at] ?? '' }],
    ),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    description: `${cleanLine(chart.title)}. ${description(chart)}`,
    title: cleanLine(chart.title),
    // The menu that the viewer would add has no name for screen readers, and leads to a site on the network.
    usermeta: { embedOptions: { actions: false } },
    width: 480,
    height: 240,
    config,
    data: { values },
    mark:
      chart.mark === 'bar'
        ? { type: 'bar', tooltip: true }
        : { type: 'line', point: true, tooltip: true },
    encoding: {
      x: { field: 'x', type: 'nominal', title: x, sort: order, axis: { labelAngle: 0 } },
      y: { field: 'y', type: 'quantitative', title: y },
      color: { field: 'series', type: 'nominal', title: null, sort: names },
      ...(chart.mark === 'bar' ? { xOffset: { field: 'series', sort: names } } : {}),
    },
  };
}
