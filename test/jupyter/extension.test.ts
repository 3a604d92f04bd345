import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { type CodeCell, readCells } from './cell-outputs.ts';
import { type InstalledKernel, installForTest } from './installed-kernel.ts';
import { practicePython } from './lab-server.ts';
import { makeOldIpython } from './old-ipython.ts';

const folder = mkdtempSync(join(tmpdir(), 'tfgd-extension-'));
const fromClone = `import sys; sys.path.insert(0, ${JSON.stringify(join(root, 'python'))})`;
const begin = [fromClone, '%load_ext tf_gpu_doctor'];

/** An nvidia-smi that hangs, with a child of its own: only the end of the whole process group ends that. */
const smi = join(folder, 'bin');
mkdirSync(smi);
writeFileSync(
  join(smi, 'nvidia-smi'),
  '#!/bin/sh\nsleep 6543 > /dev/null 2>&1 &\nexec sleep 6543\n',
);
chmodSync(join(smi, 'nvidia-smi'), 0o755);
const hangs = `import os; os.environ["PATH"] = ${JSON.stringify(`${smi}:`)} + os.environ["PATH"]`;

/**
 * A Python in which the examination hangs until it is ended; nvidia-smi has a time limit of a few seconds, after which
 * an interrupt would come too late. The watchdog around it is the real one.
 */
const hangingPython = join(folder, 'hanging-python');
const hangingProgram = join(folder, 'hang.py');
writeFileSync(
  hangingProgram,
  'import subprocess\nsubprocess.run(["sh", "-c", "sleep 6543 & exec sleep 6543"])\n',
);
writeFileSync(
  hangingPython,
  `#!/bin/sh\ncase "$1" in */watchdog.py) exec "${practicePython}" "$1" "$2" "${hangingProgram}" ;; esac\nexec "${practicePython}" "$@"\n`,
  { mode: 0o755 },
);

let jupyter: InstalledKernel;
beforeAll(async () => {
  jupyter = await installForTest({ ipython7: makeOldIpython(folder) });
});
afterAll(async () => {
  await jupyter.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function runCells(kernel: string, ...sources: string[]): Promise<CodeCell[]> {
  const cells = readCells(
    await jupyter.run('run_cells.py', kernel, JSON.stringify([...begin, ...sources])),
  );
  expect(cells.slice(0, begin.length).flatMap(({ outputs }) => outputs)).toEqual([]);
  return cells.slice(begin.length);
}

const textOf = (cell: CodeCell | undefined) =>
  cell?.outputs.map((output) => output.text ?? '').join('') ?? '';
const errorOf = (cell: CodeCell | undefined) =>
  cell?.outputs.find((output) => output.output_type === 'error')?.traceback?.join('\n') ?? '';
const kindsOf = (cell: CodeCell | undefined) =>
  cell?.outputs.flatMap(({ data = {} }) =>
    Object.keys(data).filter((kind) => kind.startsWith('application/vnd.tf-gpu-doctor.')),
  );

const complete = `
import warnings; warnings.simplefilter("ignore")
def offered(line): return [one.text for one in get_ipython().Completer.completions(line, len(line))]
print(offered("%gpu-check --st"), offered("%lab st"), offered("%explain cudnn-mis"), offered("%gpu-p"))`;

const offered =
  "['--static'] ['start', 'status', 'stop'] ['cudnn-missing'] ['%gpu-plan', '%gpu-python']\n";

describe.each([
  { kernel: 'python3', ipython: '9', completes: offered },
  { kernel: 'ipython7', ipython: '7.34', completes: '' },
])(
  '%load_ext tf_gpu_doctor in an ordinary kernel with IPython $ipython',
  ({ kernel, ipython, completes }) => {
    test('its magics show what our own kernel shows, and return a dict', async () => {
      const cells = await runCells(
        kernel,
        'import IPython; print(IPython.__version__)',
        '%gpu-check --static',
        'check = %gpu-check --static\nprint(isinstance(check, dict), check["schema"], check["target"]["python"] == sys.executable)\ncheck',
        'check["verdict"]',
        '%%explain\nlibcudnn.so.8: cannot open shared object file',
        '%%capture got\n%gpu-check --static',
        'print(len([one for one in got.outputs if one.data]), [list(one.data) for one in got.outputs][0][0])',
        '%help',
        completes === '' ? 'pass' : complete,
      );
      const [version, shown, taken, later, explained, captured, got, help, completed] = cells;
      expect(textOf(version)).toMatch(new RegExp(`^${ipython.replace('.', '\\.')}\\.`, 'u'));
      const diagnosis = 'application/vnd.tf-gpu-doctor.diagnosis+json';
      for (const cell of [shown, taken]) {
        const outputs = cell?.outputs.filter(({ data }) => data?.[diagnosis] !== undefined);
        expect(outputs).toHaveLength(1);
        expect(Object.keys(outputs?.[0]?.data ?? {})).toEqual(
          expect.arrayContaining(['text/plain', 'text/html', diagnosis]),
        );
      }
      expect(textOf(taken)).toBe('True tf-gpu-doctor/diagnosis True\n');
      expect(taken?.outputs.filter((one) => one.output_type === 'execute_result')).toEqual([]);
      expect(later?.outputs[0]?.output_type).toBe('execute_result');
      expect(kindsOf(explained)).toContain('application/vnd.tf-gpu-doctor.explanation+json');
      expect(captured?.outputs).toEqual([]);
      expect(textOf(got)).toBe('1 text/plain\n');
      expect(kindsOf(help)).toContain('application/vnd.tf-gpu-doctor.commands+json');
      expect(textOf(completed)).toBe(completes);
      const wrong = cells.flatMap(({ outputs }) =>
        outputs.filter((one) => one.output_type === 'error' || one.name === 'stderr'),
      );
      expect(wrong).toEqual([]);
    });

    test('this notebook is asked in its own process', async () => {
      const [asked] = await runCells(
        kernel,
        [
          'import os, types',
          'os.environ["CUDA_VISIBLE_DEVICES"] = "7"',
          'sys.modules["tensorflow"] = types.SimpleNamespace(__version__="2.99.1")',
          'found = %snapshot --static',
          'notebook = found["notebook"]',
          'print(notebook["tensorflowImported"], notebook["tensorflowVersion"], notebook["variables"]["CUDA_VISIBLE_DEVICES"])',
          'print(found["observations"]["environment"]["data"]["variables"]["CUDA_VISIBLE_DEVICES"])',
        ].join('\n'),
      );
      expect(textOf(asked)).toBe('True 2.99.1 7\n7\n');
    });

    test('wrong usage, and what only our kernel can do, are errors in sentences', async () => {
      const cells = await runCells(
        kernel,
        '%gpu-check --nonsense',
        '%lab start no-cudnn',
        '%explain --last',
        '%gpu-env set CUDA_VISIBLE_DEVICES=1',
        '%gpu-python use /usr/bin/python3',
        '%unload_ext tf_gpu_doctor\n%gpu-check',
      );
      const [wrong, lab, last, set, use, unloaded] = cells.map(
        (cell) => errorOf(cell) + textOf(cell),
      );
      expect(wrong).toContain('There is no option --nonsense.');
      for (const text of [lab, last, set, use])
        expect(text).toContain('Only the kernel TensorFlow GPU');
      expect([wrong, lab, last, set, use].filter((text) => text?.includes('Traceback'))).toEqual(
        [],
      );
      expect(set).toContain('os.environ["CUDA_VISIBLE_DEVICES"] = "1"');
      expect(unloaded).toMatch(/magic function `%gpu-check` not found/u);
    });

    test('an interrupt ends the command and what it started', async () => {
      const cells = [
        ...begin.map((code) => ({ code })),
        { code: `%gpu-check --static --python ${hangingPython}`, process: '6543' },
        { code: 'print(6 * 7)' },
      ];
      const printed = await jupyter.run('interrupt_cells.py', kernel, JSON.stringify(cells));
      const ended = v.parse(
        v.array(
          v.object({
            interrupted: v.boolean(),
            status: v.string(),
            ename: v.nullable(v.string()),
            left: v.number(),
            text: v.string(),
          }),
        ),
        JSON.parse(printed.slice(printed.indexOf('[{'))),
      );
      expect(ended.at(-2)).toMatchObject({ interrupted: true, status: 'error', left: 0 });
      expect(ended.at(-2)?.text).toContain('KeyboardInterrupt');
      expect(ended.at(-1)).toMatchObject({ status: 'ok', text: expect.stringContaining('42') });
    });

    test('a kernel that is killed leaves nothing that runs', async () => {
      const sources = JSON.stringify([...begin, hangs, '%gpu-check --static']);
      const printed = await jupyter.run('kill_kernel.py', kernel, sources, '6543');
      const found: unknown = JSON.parse(printed.slice(printed.indexOf('{')));
      expect(found).toMatchObject({ left: [] });
      // node, Python, nvidia-smi and its child
      expect(v.parse(v.object({ started: v.number() }), found).started).toBeGreaterThan(3);
    });
  },
);

test('a chart is a display of its own', async () => {
  const line = '%matmul-bench --sizes 32,64 --dtypes float32 --devices cpu --seconds 1';
  const [bench] = await runCells('python3', line);
  const charts = bench?.outputs.filter(({ data }) => data?.['image/svg+xml'] !== undefined);
  expect(charts).toHaveLength(1);
  expect(kindsOf(bench)).toContain('application/vnd.tf-gpu-doctor.matmul-bench+json');
});

test('in our own kernel the magics are there already', async () => {
  const cells = readCells(
    await jupyter.run(
      'run_cells.py',
      'tf-gpu-doctor',
      JSON.stringify([...begin, 'x = %gpu-check --static\nprint(type(x))']),
    ),
  );
  expect(textOf(cells[1])).toContain('The magics are here already');
  expect(textOf(cells[2])).toBe("<class '_tf_gpu_doctor.Value'>\n");
});
