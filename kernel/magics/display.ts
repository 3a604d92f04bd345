import { randomUUID } from 'node:crypto';

import type { Outcome } from '../../src/command-model/command.ts';
import { throttle } from '../../src/command-model/throttle.ts';
import type { JsonObject } from '../../src/json.ts';
import { type MimeBundle, toBundles } from '../../src/report/bundle.ts';
import type { Report } from '../../src/report/report.ts';

/** What a command shows in the notebook: work in progress in one display that changes, then the result. */
export interface Display {
  /** Shows work in progress, in place of the last. */
  readonly show: (report: Report) => void;
  /** Takes the progress away, and shows the result and its charts. */
  finish(outcome: Outcome): void;
  /** Takes the progress away, and prints a text. */
  print(text: string): void;
  /** Leaves the last progress as it is. */
  stop(): void;
}

/** Where a display is shown. */
export interface DisplayPlace {
  readonly publish: (type: string, content: JsonObject) => void;
  /**
   * What becomes of the progress when the result comes. Some clients (`jupyter console`) ignore
   * `update_display_data`, so the result is always a separate display. A function clears the cell; `stays` is for a
   * cell that may show more than the kernel knows. Without it, no progress is shown.
   */
  readonly progress?: (() => void) | 'stays';
}

/** Progress is published at most this often, in ms; what a newer state replaces meanwhile is never sent. */
const everyMs = 100;

export function createDisplay({ publish, progress }: DisplayPlace): Display {
  const id = randomUUID();
  let isShown = false;

  function put(report: Report): void {
    const content = { data: progressBundle(report), metadata: {}, transient: { display_id: id } };
    publish(isShown ? 'update_display_data' : 'display_data', content);
    isShown = true;
  }

  const steps = throttle(put, everyMs, 'now');

  function endProgress(): void {
    steps.stop();
    if (!isShown) return;
    if (progress === 'stays') put(done);
    else progress?.();
  }

  return {
    show: (report) => {
      if (progress !== undefined) steps.take(report);
    },
    finish: ({ report, value }) => {
      endProgress();
      for (const data of toBundles(report, { schema: schemaOf(value), value })) {
        publish('display_data', { data, metadata: {} });
      }
    },
    print: (text) => {
      endProgress();
      publish('stream', { name: 'stdout', text });
    },
    stop: steps.stop,
  };
}

/** Stands above the result where the progress cannot be taken away. */
const done: Report = { blocks: [{ kind: 'progress', text: 'Done', done: 1 }] };

function progressBundle(report: Report): MimeBundle {
  const value = { schema: 'tf-gpu-doctor/progress', version: 1 };
  return toBundles(report, { schema: value.schema, value })[0] ?? {};
}

function schemaOf(value: JsonObject): string {
  return typeof value['schema'] === 'string' ? value['schema'] : 'result';
}
