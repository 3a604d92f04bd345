import * as v from 'valibot';

/** Code cells as `run_cells.py` prints them. */
const cells = v.array(
  v.object({
    execution_count: v.number(),
    outputs: v.array(
      v.object({
        output_type: v.string(),
        name: v.optional(v.string()),
        text: v.optional(v.string()),
        ename: v.optional(v.string()),
        traceback: v.optional(v.array(v.string())),
        data: v.optional(v.record(v.string(), v.unknown())),
      }),
    ),
  }),
);

export type CodeCell = v.InferOutput<typeof cells>[number];

/** Libraries may print in front of the JSON. */
export function readCells(printed: string): CodeCell[] {
  const json: unknown = JSON.parse(printed.slice(printed.indexOf('[{')));
  return v.parse(cells, json);
}
