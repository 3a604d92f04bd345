import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { SharedLab } from './shared.ts';
import {
  readSaved,
  startRun,
  writeNotebook,
  type CommandEnd,
  type TestCell,
} from './notebook-command.ts';

const models = v.array(v.object({ id: v.string() }));
const kernels = v.array(v.object({ execution_state: v.string(), connections: v.number() }));

/** A folder with one notebook in it, to be run on a server. */
export class NotebookRun {
  readonly folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-run-'));
  readonly file = join(this.folder, 'test.ipynb');
  readonly #server: SharedLab;

  constructor(server: SharedLab) {
    this.#server = server;
  }

  write(kernel: string, ...cells: readonly (string | TestCell)[]): void {
    const all = cells.map((cell) => (typeof cell === 'string' ? { source: cell } : cell));
    writeNotebook(this.file, kernel, all);
  }

  /** Runs it with the token in the environment. */
  start(words: readonly string[] = [], url = `${this.#server.url}/`, token = this.#server.token) {
    return startRun([this.file, '--server', url, ...words], { JUPYTER_TOKEN: token });
  }

  /** What holds the token though nothing should: streams of the command, files in the folder. */
  leaks({ stdout, stderr }: CommandEnd): readonly string[] {
    const files = readdirSync(this.folder).map(
      (name) => [name, readFileSync(join(this.folder, name), 'utf8')] as const,
    );
    return [['stdout', stdout] as const, ['stderr', stderr] as const, ...files]
      .filter(([, text]) => text.includes(this.#server.token))
      .map(([name]) => name);
  }

  /** The names of the errors that its cells show. */
  errors(): readonly (string | undefined)[] {
    return readSaved(this.file).cells.flatMap(({ outputs = [] }) =>
      outputs.filter(({ output_type: type }) => type === 'error').map(({ ename }) => ename),
    );
  }

  /** Python that leaves a sign. */
  sign(name: string): string {
    return `open(${JSON.stringify(join(this.folder, name))}, 'w').close()`;
  }

  /** Python that waits for one. */
  wait(name: string): string {
    const file = JSON.stringify(join(this.folder, name));
    return `import os, time\nwhile not os.path.exists(${file}): time.sleep(0.05)`;
  }

  /** Waits for a sign, at most a minute. */
  async seen(name: string): Promise<void> {
    for (let ms = 0; ms < 60_000; ms += 50) {
      if (existsSync(join(this.folder, name))) return;
      await delay(50);
    }
    throw new Error(`There was no sign ${name} within a minute.`);
  }

  /** The ids of what the server still has. */
  async left(): Promise<readonly string[]> {
    return [...(await this.#ids('sessions')), ...(await this.#ids('kernels'))];
  }

  /** Waits, at most a minute, until the server itself says that its kernel is idle, or has a client again. */
  async kernelIs(what: 'idle' | 'connected'): Promise<void> {
    for (let ms = 0; ms < 60_000; ms += 100) {
      const [kernel] = v.parse(kernels, await (await this.#ask('kernels')).json());
      const reached =
        what === 'idle' ? kernel?.execution_state === 'idle' : (kernel?.connections ?? 0) > 0;
      if (reached) return;
      await delay(100);
    }
    throw new Error(`The kernel was not ${what} within a minute.`);
  }

  async endSessions(): Promise<void> {
    for (const id of await this.#ids('sessions')) await this.#ask(id, 'DELETE');
  }

  /** Nothing of one test reaches the next. */
  async remove(): Promise<void> {
    await this.endSessions();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #ids(what: 'kernels' | 'sessions'): Promise<readonly string[]> {
    const response = await this.#ask(what);
    return v.parse(models, await response.json()).map(({ id }) => `${what}/${id}`);
  }

  #ask(path: string, method = 'GET'): Promise<Response> {
    const headers = { Authorization: `token ${this.#server.token}` };
    return fetch(`${this.#server.url}/api/${path}`, { method, headers });
  }
}
