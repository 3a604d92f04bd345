import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readCollectorLine } from '../../src/snapshot/probe-answers.ts';
import type {
  Observation,
  Observations,
  ProbeName,
} from '../../src/snapshot/observations/index.ts';
import { runPython, type ProcessResult } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';
import { python } from './pythons.ts';

interface Asking {
  readonly python?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly args?: readonly string[];
  readonly script?: string;
}

/** Runs the collector and gives what it answered, in the order of the answers. */
export async function askAll(
  probes: readonly ProbeName[],
  asking: Asking = {},
): Promise<{
  readonly observations: Observations;
  readonly order: string[];
  readonly result: ProcessResult;
}> {
  const order: string[] = [];
  let observations: Observations = {};
  const result = await runPython({
    python: asking.python ?? python,
    script: asking.script ?? join(root, 'src/collect/collector.py'),
    args: [...(probes.length === 0 ? [] : ['--probes', probes.join(',')]), ...(asking.args ?? [])],
    environment: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', ...asking.environment },
    cwd: asking.cwd ?? '/',
    timeoutMs: 60_000,
    onStdoutLine(line) {
      const one = readCollectorLine(line);
      if (one === undefined) throw new Error(`not a line of the collector: ${line}`);
      order.push(one.name);
      observations = { ...observations, [one.name]: one.observation };
    },
  });
  return { observations, order, result };
}

/** The answer of one probe. */
export async function ask<Name extends ProbeName>(
  name: Name,
  asking: Asking = {},
): Promise<Observation<Name>> {
  const { observations, result } = await askAll([name], asking);
  const found = observations[name];
  if (found === undefined) throw new Error(`no answer of ${name}: ${result.stderr}`);
  return found;
}

/** The data of one probe; fails with the reason when there is none. */
export async function data<Name extends ProbeName>(name: Name, asking: Asking = {}) {
  const found = await ask(name, asking);
  if (!found.ok) throw new Error(`${name}: ${found.reason}: ${found.detail}`);
  return found.data;
}

/** Whether C can be compiled here. */
export const hasCompiler: boolean = spawnSync('gcc', ['--version']).status === 0;

/** Parameters are those of NVIDIA's interfaces; stubs need few of them. */
const strict = ['-Wall', '-Wextra', '-Werror', '-Wno-unused-parameter'];

/** Compiles a stub of `stubs/` into a shared library. */
export function compile(source: string, output: string, flags: readonly string[] = []): void {
  mkdirSync(join(output, '..'), { recursive: true });
  const file = join(root, 'test/collect/stubs', source);
  execFileSync('gcc', ['-shared', '-fPIC', ...strict, '-o', output, file, ...flags]);
}
