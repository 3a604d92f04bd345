import { randomUUID } from 'node:crypto';

import type { Outcome } from '../../src/command-model/command.ts';
import type { JsonObject } from '../../src/json.ts';
import { toBundles, type MimeBundle } from '../../src/report/bundle.ts';
import type { Report } from '../../src/report/report.ts';

/** What a running command shows in the notebook: one display that changes while it works. */
export interface Display {
  /** Work in progress, in place of the last. */
  readonly show: (report: Report) => void;
  /** The result, in place of the progress; its charts below it. */
  finish(outcome: Outcome): void;
  /** Leaves what is shown as it is. */
  stop(): void;
}

/** Progress is shown at most this often, in ms; what is overtaken meanwhile is never sent. */
const everyMs = 100;

export function createDisplay(publish: (type: string, content: JsonObject) => void): Display {
  const id = randomUUID();
  let shown = false;
  let next: Report | undefined;
  let timer: NodeJS.Timeout | undefined;

  function put(bundle: MimeBundle): void {
    const content = { data: bundle, metadata: {}, transient: { display_id: id } };
    publish(shown ? 'update_display_data' : 'display_data', content);
    shown = true;
  }

  function flush(): void {
    timer = undefined;
    if (next === undefined) return;
    put(progressBundle(next));
    next = undefined;
    timer = setTimeout(flush, everyMs);
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    next = undefined;
  }

  return {
    show: (report) => {
      next = report;
      if (timer === undefined) flush();
    },
    finish: ({ report, value }) => {
      stop();
      const [prose, ...charts] = toBundles(report, { schema: schemaOf(value), value });
      if (prose !== undefined) put(prose);
      for (const chart of charts) publish('display_data', { data: chart, metadata: {} });
    },
    stop,
  };
}

function progressBundle(report: Report): MimeBundle {
  const value = { schema: 'tf-gpu-doctor/progress', version: 1 };
  return toBundles(report, { schema: value.schema, value })[0] ?? {};
}

function schemaOf(value: JsonObject): string {
  return typeof value['schema'] === 'string' ? value['schema'] : 'result';
}
