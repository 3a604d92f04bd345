import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { leftToAccuracy, runAll } from '../sampled.ts';
import { practicePython, whyNoLab } from './pythons.ts';
import { jsonLines, runScript } from './run-script.ts';

// The table of operations: each on the simulated GPU and on the CPU. What cannot be done must say so: a wrong number never.

const row = v.object({
  operation: v.string(),
  device: v.optional(v.string()),
  off: v.optional(v.union([v.number(), v.string()])),
  error: v.optional(v.string()),
});

/** What a library of NVIDIA's would compute and the stub does not. */
const refused = ['cholesky', 'fft', 'inv'];

/** One of each way by which TensorFlow hands work to the GPU, and what is refused. */
const sample =
  `add, relu, softmax, exp, sum, sum 1, big mean 0, f16 add, bfloat16, complex, normal, transpose4, gather, where index,
  sort, cumsum, unique, avg_pool, depthwise, matvec, sparse xent, cholesky, fft, inv`.split(
    /,\s+/u,
  );

const reason = whyNoLab();

async function on(args: readonly string[], variables = {}) {
  const result = await runScript('healthy', 'operations.py', {
    python: practicePython,
    args,
    variables,
  });
  return { ...result, rows: jsonLines(result.stdout).map((line) => v.parse(row, line)) };
}

describe.skipIf(reason !== undefined)(
  `operations on the simulated GPU ${reason ?? ''}`,

  () => {
    it('each is computed on the GPU with the number of the CPU, or refused', async () => {
      const { end, rows, stderr } = await on(runAll ? [] : sample);
      expect(end).toEqual({ how: 'exit', code: 0 });
      expect(rows).toHaveLength(runAll ? 134 : sample.length);
      const failed = rows.filter(({ error }) => error !== undefined);
      expect(failed.map(({ operation }) => operation).toSorted()).toEqual(refused);
      const computed = rows.filter(({ error }) => error === undefined);
      expect(computed.filter(({ off }) => typeof off !== 'number' || off > 1)).toEqual([]);
      expect([...new Set(computed.map(({ device }) => device))]).toEqual(['GPU:0']);
      expect(stderr).toContain('The simulated GPU cannot run `cusolverDnSpotrfBatched`');
    });

    it('all operations of the table', (context) => {
      if (!runAll) context.skip(leftToAccuracy);
      expect(runAll).toBe(true);
    });

    it('a kernel that cannot be run is an exception that says so', async () => {
      const { rows } = await on(['sum'], { GPU_LAB_UNKNOWN_KERNEL: 'Reduce' });
      expect(rows[0]?.error).toMatch(
        /The simulated GPU cannot run the kernel `.*Reduce.*`: .* Its results would be wrong, so it stops here/,
      );
    });
  },
);
