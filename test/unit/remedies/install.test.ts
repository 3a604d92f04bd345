import { describe, expect, test } from 'vitest';

import { installLines, managerOf, uninstallLines } from '../../../src/remedies/install.ts';
import { installVersion } from '../../../src/remedies/packages.ts';
import { bare, conda, condaForge, python, system, uv } from './environments.ts';
import { type Changes, factsOf, knowledge, linux } from './machine.ts';

describe('who installs packages', () => {
  test.each<[string, Changes, string]>([
    ['a venv', {}, 'pip'],
    ['uv venv', uv, 'uv'],
    [
      'a venv of an older snapshot whose Python is uv’s',
      { interpreter: { basePrefix: '/home/ana/.local/share/uv/python/cpython-3.12' } },
      'uv',
    ],
    ['a venv without pip', bare, 'bare'],
    ['conda with TensorFlow from pip', conda, 'pip'],
    ['conda with its own TensorFlow', condaForge, 'conda'],
    ['PEP 668', system, 'system'],
    [
      'Ubuntu 24.04 of an older snapshot',
      {
        interpreter: { kind: 'other', executable: '/usr/bin/python3' },
        packages: { distributions: [] },
      },
      'system',
    ],
    [
      'Ubuntu 22.04',
      {
        ...linux('ubuntu', '22.04'),
        interpreter: { kind: 'other', executable: '/usr/bin/python3' },
      },
      'pip',
    ],
  ])('%s: %s', (_, changes, expected) => {
    expect(managerOf(factsOf(changes))).toBe(expected);
  });
});

describe('a requirement is installed', () => {
  test.each<[string, Changes, readonly string[]]>([
    ['by pip', {}, [`${python} -m pip install 'numpy<2'`]],
    ['by uv', uv, [`uv pip install --python ${python} 'numpy<2'`]],
    [
      'without pip',
      bare,
      [`${python} -m ensurepip --upgrade`, `${python} -m pip install 'numpy<2'`],
    ],
    [
      'where the distribution keeps pip out',
      system,
      [
        'sudo apt install python3-venv',
        'python3 -m venv ~/tf-gpu',
        "~/tf-gpu/bin/python -m pip install 'tensorflow[and-cuda]==2.20.0' 'numpy<2'",
      ],
    ],
  ])('%s', (_, changes, expected) => {
    expect(installLines(factsOf(changes), ['numpy<2'])).toEqual(expected);
  });

  test('a part beside a TensorFlow of the system: in an environment with TensorFlow itself', () => {
    expect(installLines(factsOf(system), ['nvidia-cuda-nvcc-cu12<13'])[2]).toBe(
      "~/tf-gpu/bin/python -m pip install 'tensorflow[and-cuda]==2.20.0' 'nvidia-cuda-nvcc-cu12<13'",
    );
  });

  test('in a container whose Python is marked, over the mark', () => {
    const marked: Changes = {
      interpreter: { executable: '/usr/bin/python3', externallyManaged: true },
    };
    expect(installLines(factsOf(marked, 'container'), ['numpy<2'])).toEqual([
      "/usr/bin/python3 -m pip install --break-system-packages 'numpy<2'",
    ]);
  });

  test('on Windows, in PowerShell', () => {
    const there: Changes = { interpreter: { executable: String.raw`C:\My tf\python.exe` } };
    expect(installLines(factsOf(there, 'windows'), ['numpy<2'])).toEqual([
      String.raw`& 'C:\My tf\python.exe' -m pip install 'numpy<2'`,
    ]);
  });

  test('in a notebook, as a magic', () => {
    const facts = factsOf({}, 'desktop', { notebookSkipped: 'busy' });
    expect(installLines(facts, ['numpy<2'])).toEqual(["%pip install 'numpy<2'"]);
    expect(installLines(factsOf(uv, 'desktop', { notebookSkipped: 'busy' }), ['numpy<2'])).toEqual([
      `!uv pip install --python ${python} 'numpy<2'`,
    ]);
  });

  test('uv has its own words for options, and its own way to remove', () => {
    expect(installLines(factsOf(uv), ['a==1'], ['--force-reinstall', '--no-cache-dir'])).toEqual([
      `uv pip install --python ${python} --reinstall --no-cache a==1`,
    ]);
    expect(uninstallLines(factsOf(uv), ['tensorflow-cpu'])).toEqual([
      `uv pip uninstall --python ${python} tensorflow-cpu`,
    ]);
    expect(uninstallLines(factsOf(condaForge), ['tensorflow'])).toEqual([
      'conda remove --prefix /opt/conda/envs/tf tensorflow',
    ]);
  });
});

test('a version that is none gives no line', () => {
  expect(installVersion(factsOf(), knowledge, '2.20.0$(id)')).toEqual([]);
  expect(installVersion(factsOf(), knowledge, '2.17.0+nv25.2')).toEqual([]);
  expect(uninstallLines(factsOf(), ['a; id', '$(id)'])).toEqual([]);
});
