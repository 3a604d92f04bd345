import { chromium, type Browser } from 'playwright-core';
import * as v from 'valibot';
import { inject } from 'vitest';

/** The JupyterLab that all test files of this folder share; it looks like one of `startLab`. */
export interface SharedLab {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** What JupyterLab shows in its file browser. */
  readonly folder: string;
  /** The last of what JupyterLab and its kernels printed. */
  log(): Promise<string>;
  /** Ends all kernels, so that a test file leaves nothing to the next. */
  leave(): Promise<void>;
}

/** Asks for what the files share; starting it takes some seconds for the first. @throws Error with the reason */
async function askShared<Schema extends v.GenericSchema>(
  what: 'lab' | 'log' | 'browser',
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const response = await fetch(`${inject('shared')}/${what}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return v.parse(schema, JSON.parse(text));
}

export async function useLab(): Promise<SharedLab> {
  const found = await askShared(
    'lab',
    v.object({ url: v.string(), token: v.string(), folder: v.string() }),
  );
  const ask = (path: string, method = 'GET') =>
    fetch(`${found.url}/api/${path}`, {
      method,
      headers: { Authorization: `token ${found.token}` },
    });
  return {
    ...found,
    log: async () => (await askShared('log', v.object({ text: v.string() }))).text,
    leave: async () => {
      const sessions: unknown = await (await ask('sessions')).json();
      for (const { id } of v.parse(v.array(v.object({ id: v.string() })), sessions)) {
        await ask(`sessions/${id}`, 'DELETE');
      }
    },
  };
}

/** Connects to the browser that all test files share; closing it ends what this connection has opened. */
export async function connectBrowser(): Promise<Browser> {
  const { address } = await askShared('browser', v.object({ address: v.string() }));
  return chromium.connect(address);
}
