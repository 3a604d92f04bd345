import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { runProcess } from '../../src/process/process.ts';
import { andCudaPackages, pythonFor } from '../../src/knowledge/index.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { root } from '../../src/root.ts';

// The tables of content/compat/ against what PyPI says today, through pip. pip reads metadata only; nothing is installed.

const python = join(root, '.venv', 'bin', 'python');
const knowledge = loadKnowledge();

const report = v.object({
  install: v.array(
    v.object({
      metadata: v.object({
        version: v.string(),
        requires_python: v.string(),
        requires_dist: v.array(v.string()),
      }),
    }),
  ),
});

/** The metadata of a release; undefined when PyPI cannot be reached. */
async function metadataOf(version: string) {
  const { end, stdout } = await runProcess({
    file: python,
    args: [
      '-m',
      'pip',
      'install',
      '--dry-run',
      '--no-deps',
      '--ignore-installed',
      '--quiet',
      '--report',
      '-',
      `tensorflow==${version}`,
    ],
    environment: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    timeoutMs: 60_000,
  });
  if (end.how !== 'exit' || end.code !== 0) return undefined;
  return v.parse(report, JSON.parse(stdout)).install[0]?.metadata;
}

/** `nvidia-x (==1) ; extra == 'and-cuda'` and `nvidia-x==1; extra == "and-cuda"` alike: `nvidia-x==1`. */
const plain = (requirement: string): string =>
  (requirement.split(';')[0] ?? '')
    .replace(/[()\s]/g, '')
    .split(',')
    .toSorted()
    .join(',');

const reachable = existsSync(python) ? await metadataOf('2.20.0') : undefined;

describe.skipIf(reachable === undefined)('tables and PyPI agree', () => {
  test.each(['2.15.1', '2.20.0', '2.21.0'])(
    'on what tensorflow[and-cuda]==%s installs',
    async (version) => {
      const metadata = version === '2.20.0' ? reachable : await metadataOf(version);
      const asked = (metadata?.requires_dist ?? [])
        .filter((one) => one.includes('and-cuda'))
        .map(plain);
      expect(asked.toSorted()).toEqual(
        (andCudaPackages(knowledge, version) ?? []).map(plain).toSorted(),
      );
      const least = /(\d+\.\d+)/.exec(metadata?.requires_python ?? '')?.[1];
      expect(pythonFor(knowledge, version)?.[0]).toBe(least);
    },
  );
});
