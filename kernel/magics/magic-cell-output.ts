import type { JsonObject } from '../../src/json.ts';
import type { DisplayPlace } from './display.ts';

/** The output of a cell that the kernel runs. The kernel knows all of it, so it can clear the cell and show it again. */
export interface MagicCellOutput {
  /** The place of the next magic of the cell, below the earlier ones. */
  nextPlace(): DisplayPlace;
}

type Published = readonly [type: string, content: JsonObject];

export function createMagicCellOutput(
  publish: (type: string, content: JsonObject) => void,
): MagicCellOutput {
  /** What is shown and stays. */
  const results: Published[] = [];
  return {
    nextPlace: () => ({
      publish: (type, content) => {
        // Only progress has an id, by which it is updated.
        if (content['transient'] === undefined) results.push([type, content]);
        publish(type, content);
      },
      progress: () => {
        publish('clear_output', { wait: true });
        for (const [type, content] of results) publish(type, content);
      },
    }),
  };
}
