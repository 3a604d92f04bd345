import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';

/**
 * `ready`: it starts this clone. `other-clone`: it starts, but from another folder than this one.
 * `moved`: the folder it was installed from is gone; `not-built`: that folder is there, its build is not.
 * `node-gone`, `python-gone`: the program it names is gone.
 * `pip`: it came with the Python package, and starts in the Jupyter of the environment it was installed into.
 * `foreign`: a kernel of this name that we did not make. `absent`: no kernel there.
 */
export type KernelState =
  | 'ready'
  | 'other-clone'
  | 'moved'
  | 'not-built'
  | 'node-gone'
  | 'python-gone'
  | 'pip'
  | 'foreign'
  | 'absent';

/** A folder with a kernel.json (or without: `absent`), and how it stands. */
export interface InstalledKernel {
  readonly folder: string;
  readonly state: KernelState;
  /** Where it was installed from. */
  readonly clone?: string;
  /** The program that runs it: Node.js, or the Python that pip installed us into. */
  readonly node?: string;
  /** The Python that it was installed to diagnose; absent when it chooses by itself. */
  readonly python?: string;
}

const kernelJson = v.looseObject({
  argv: v.pipe(v.array(v.string()), v.minLength(2)),
  metadata: v.looseObject({
    'tf-gpu-doctor': v.union([
      v.looseObject({ clone: v.string() }),
      v.looseObject({ wheel: v.string() }),
    ]),
  }),
});

/** Reads what is installed in `folder` and looks whether the programs that it names are still there. */
export async function inspectKernel(folder: string): Promise<InstalledKernel> {
  const text = await readFile(join(folder, 'kernel.json'), 'utf8').catch(missing);
  if (text === undefined) return { folder, state: 'absent' };
  const parsed = v.safeParse(kernelJson, parseJson(text));
  if (!parsed.success) return { folder, state: 'foreign' };

  const { argv, metadata } = parsed.output;
  const mark = metadata['tf-gpu-doctor'];
  if ('wheel' in mark) return { folder, state: 'pip' };
  // `node main.js`, or, where pip installed us, `python -m tf_gpu_doctor.kernel`.
  const [node = '', second = ''] = argv;
  const option = argv.indexOf('--python');
  const python = option === -1 ? undefined : argv[option + 1];
  const { clone } = mark;
  const main = second === '-m' ? join(clone, 'dist', 'kernel', 'main.js') : second;
  const kernel = { folder, clone, node, ...(python === undefined ? {} : { python }) };
  if (!(await exists(join(clone, 'package.json')))) return { ...kernel, state: 'moved' };
  if (!(await exists(main))) return { ...kernel, state: 'not-built' };
  if (!(await exists(node))) return { ...kernel, state: 'node-gone' };
  if (python !== undefined && !(await exists(python))) return { ...kernel, state: 'python-gone' };
  return { ...kernel, state: clone === root ? 'ready' : 'other-clone' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function missing(): undefined {
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
