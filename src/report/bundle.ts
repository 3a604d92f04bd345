import type { Json, JsonObject } from '../json.ts';
import { toHtml } from './html.ts';
import type { Block, Chart, Report } from './report.ts';
import { toSvg } from './svg.ts';
import { toText } from './text.ts';
import { toVegaLite } from './vega-lite.ts';

/** What one display of a notebook holds: MIME type → content. */
export type MimeBundle = Readonly<Record<string, Json>>;

/** A notebook's output area holds about 88 columns, and its commands are magics. */
const inNotebook = { width: 88, colour: false, ui: 'notebook' } as const;

/**
 * A report as the displays of a notebook: one for everything but charts, then one for each chart, also for
 * those inside details. JupyterLab shows one MIME type of a display, so a chart needs its own.
 * `schema` is the value's, with or without `tf-gpu-doctor/` before it.
 */
export function toBundles(
  report: Report,
  { schema, value }: { readonly schema: string; readonly value: JsonObject },
): MimeBundle[] {
  const prose: Report = { blocks: withoutCharts(report.blocks) };
  const name = schema.replace(/^tf-gpu-doctor\//u, '');
  return [
    {
      'text/plain': toText(prose, inNotebook),
      'text/html': toHtml(prose, 'notebook'),
      [`application/vnd.tf-gpu-doctor.${name}+json`]: value,
    },
    ...chartsOf(report.blocks).map(chartBundle),
  ];
}

function chartBundle(chart: Chart): MimeBundle {
  return {
    'application/vnd.vegalite.v5+json': toVegaLite(chart),
    'image/svg+xml': toSvg(chart),
    'text/plain': toText({ blocks: [chart] }, inNotebook),
  };
}

function withoutCharts(blocks: readonly Block[]): Block[] {
  return blocks
    .filter((block) => block.kind !== 'chart')
    .map((block) =>
      block.kind === 'details' ? { ...block, blocks: withoutCharts(block.blocks) } : block,
    );
}

function chartsOf(blocks: readonly Block[]): Chart[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'details') return chartsOf(block.blocks);
    return block.kind === 'chart' ? [block] : [];
  });
}
