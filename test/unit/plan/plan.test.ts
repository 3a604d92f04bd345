import { describe, expect, test } from 'vitest';
import { didYouMean } from '../../../src/command-model/nearest.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { UsageError } from '../../../src/errors.ts';
import { planFor } from '../../../src/plan/plan.ts';
import { describedMachine, readWish, type WishWords } from '../../../src/plan/read-wish.ts';

const knowledge = loadKnowledge();
const wishOf = (words: WishWords) => readWish(knowledge, words, describedMachine, didYouMean);
const planOf = (words: WishWords) => planFor(knowledge, wishOf(words));
const typed = (words: WishWords): string => (planOf(words).choice?.commands ?? []).join('\n');

describe('the newest set that works', () => {
  test.each<[WishWords, string, string, string]>([
    [{ gpu: 'RTX 4090', driver: '535.183', python: '3.12' }, '2.20.0', '3.12', 'pip'],
    [{ gpu: 'RTX 4090', python: '3.11', manager: 'uv', os: 'wsl2' }, '2.20.0', '3.11', 'uv'],
    [{ gpu: 'NVIDIA A100-SXM4-80GB', manager: 'conda' }, '2.20.0', '3.12', 'conda'],
    [{ gpu: 'RTX 4090', tensorflow: '2.15' }, '2.15.1', '3.11', 'pip'],
    [{ gpu: 'RTX 4090', tensorflow: '2.15.0' }, '2.15.0.post1', '3.11', 'pip'],
    [{ gpu: 'GTX 980' }, '2.15.1', '3.11', 'pip'],
    [{ gpu: 'GTX 980', python: '3.12' }, '2.16.2', '3.12', 'pip'],
    [{ gpu: 'Tesla K80', driver: '470.223' }, '2.14.1', '3.10', 'pip'],
    [{ driver: '470.1' }, '2.14.1', '3.10', 'pip'],
    [{ gpu: 'RTX 3090', tensorflow: '2.10' }, '2.10.1', '3.10', 'conda'],
    [{ gpu: 'RTX 4090', os: 'windows' }, '2.20.0', '3.12', 'pip'],
    [{ gpu: 'GTX 1080', os: 'windows', tensorflow: '2.10' }, '2.10.1', '3.10', 'conda'],
    [{ gpu: 'RTX 5090', driver: '575.51' }, '2.17.0+nv25.02', '3.12', 'docker'],
    [{ gpu: 'GB200' }, '2.17.0+nv25.02', '3.12', 'docker'],
    [{ os: 'macos' }, '2.17.1', '3.11', 'pip'],
    [{ gpu: 'none', python: '3.13' }, '2.21.0', '3.13', 'pip'],
  ])('%j', (words, tensorflow, python, manager) => {
    const { choice } = planOf(words);
    expect(choice).toMatchObject({ tensorflow, python, manager });
    expect(choice?.commands.length).toBeGreaterThan(1);
    expect(choice?.because.length).toBeGreaterThan(0);
  });

  test.each<[WishWords, RegExp]>([
    [{ python: '3.14' }, /no package for Python 3\.14/],
    [{ gpu: 'RTX 5090', manager: 'pip' }, /older than GeForce RTX 5090/],
    [{ gpu: 'Tesla K80', driver: '525.60' }, /last branch for it is 470/],
    [{ gpu: 'RTX 4090', driver: '450.80', tensorflow: '2.20' }, /needs driver 525\.60\.13/],
    [{ gpu: 'GTX 680' }, /from compute capability 3\.5 on/],
    [{ gpu: 'Jetson AGX Orin' }, /JetPack/],
    [{ gpu: 'RTX 3090', os: 'macos' }, /no CUDA for macOS/],
    [{ gpu: 'AMD Radeon RX 7900' }, /NVIDIA GPUs only/],
    [{ tensorflow: '2.12', manager: 'pip' }, /which pip does not install/],
    [{ tensorflow: '2.4' }, /no command that we would vouch for/],
  ])('nothing fits %j, and it is said why', (words, because) => {
    const { choice, impossible } = planOf(words);
    expect(choice).toBeNull();
    expect(impossible.map((one) => one.because).join('\n')).toMatch(because);
  });
});

const everyWish: WishWords[] = [
  'RTX 5090',
  'GB200',
  'RTX 4090',
  'GTX 980',
  'Tesla K80',
  'none',
].flatMap((gpu) =>
  ['linux', 'wsl2', 'windows'].flatMap((os) =>
    [{}, { driver: '570.86' }, { driver: '470.223' }, { python: '3.9' }].flatMap((more) =>
      [{}, { manager: 'pip' }, { manager: 'docker' }].map((by) => ({ gpu, os, ...more, ...by })),
    ),
  ),
);

test.each(everyWish)('no way is offered twice for %j', (words) => {
  const { choice, alternatives } = planOf(words);
  const ways = [choice, ...alternatives].flatMap((one) =>
    one === null ? [] : [[one.tensorflow, one.manager, ...one.commands].join('\n')],
  );
  expect(new Set(ways).size).toBe(ways.length);
});

test('a container that is the only way is offered once beside a package manager that was asked for', () => {
  const words = { gpu: 'RTX 5090', driver: '570.86', os: 'wsl2', manager: 'pip' };
  const { choice, alternatives } = planOf(words);
  expect(choice).toBeNull();
  expect(alternatives.map((one) => one.manager)).toEqual(['docker', 'conda']);
});

describe('no remedy that is known not to work as printed', () => {
  test('2.21.0 is not chosen on a GPU, and the reason is given', () => {
    const { choice, alternatives } = planOf({ gpu: 'RTX 4090' });
    expect(choice?.because.join('\n')).toMatch(/Not 2\.21\.0: .*nvidia\/cusolver\/lib/);
    const newest = alternatives.find((one) => one.tensorflow === '2.21.0');
    expect(newest?.commands.join('\n')).toContain('site-packages/nvidia/cusolver/lib');
  });

  test.each(['pip', 'uv', 'conda', 'docker'])(
    '2.21.0 by %s names the folder it does not search',
    (manager) => {
      const commands = typed({ gpu: 'T4', tensorflow: '2.21', manager });
      expect(commands).toMatch(/LD_LIBRARY_PATH.*nvidia\/cusolver\/lib/);
    },
  );

  test('the GPU packages of 2.14 are not asked for with Python 3.11', () => {
    expect(planOf({ tensorflow: '2.14' }).choice?.python).toBe('3.10');
    expect(planOf({ tensorflow: '2.14', python: '3.11' }).choice).toBeNull();
  });

  test.each(knowledge.gpus.map((row) => row.name))(
    '%s: cuDNN is pinned where the newest has no code',
    (gpu) => {
      const { choice, alternatives, for: wish } = planOf({ gpu });
      if (wish.gpu.kind !== 'nvidia' || Number.parseFloat(wish.gpu.capability) >= 7.5) return;
      for (const one of [...(choice === null ? [] : [choice]), ...alternatives]) {
        if (!/^2\.2[01]/.test(one.tensorflow)) continue;
        expect(one.packages.join(' ')).toMatch(/nvidia-cudnn-cu12.*<9\.11/);
      }
    },
  );

  test('conda comes with an environment of its own, and pip is not run over another', () => {
    expect(typed({ gpu: 'T4', manager: 'conda' })).toMatch(/^conda create -y -n tf-gpu/);
  });
});

test('native Windows is led through WSL2, each step but the typing with its check', () => {
  const { choice, alternatives, impossible } = planOf({ gpu: 'RTX 4090', os: 'windows' });
  expect(choice?.steps.map((step) => step.check?.command).filter(Boolean)).toEqual([
    'nvidia-smi',
    'wsl --list --verbose',
    'wsl --version',
    'nvidia-smi',
    '~/tf-gpu/bin/python --version',
    expect.stringContaining('list_physical_devices'),
  ]);
  expect(choice?.commands).toContain('wsl --install -d Ubuntu-24.04');
  expect(alternatives.map((one) => one.tensorflow)).toContain('2.10.1');
  expect(impossible[0]?.because).toMatch(/on Windows itself since 2\.11/);
});

test('a driver that is too old: the plan with another driver is an alternative', () => {
  const { alternatives } = planOf({ gpu: 'RTX 4080', driver: '450.80.02' });
  expect(alternatives.at(-1)).toMatchObject({
    tensorflow: '2.20.0',
    because: expect.arrayContaining([expect.stringMatching(/^After replacing driver 450\.80\.02/)]),
  });
});

test('the drivers of Windows count under WSL2, which have other numbers', () => {
  expect(planOf({ os: 'wsl2', driver: '525.60', tensorflow: '2.20' }).choice).toBeNull();
  expect(planOf({ os: 'linux', driver: '525.60.13', tensorflow: '2.20' }).choice).not.toBeNull();
});

test.each<[WishWords, RegExp]>([
  [{ gpu: 'RTX 4900' }, /Did you mean `RTX 4090`/],
  [{ gpu: 'RTX4090' }, /Did you mean `RTX 4090`/],
  [{ gpu: 'Banana' }, /Write it as `nvidia-smi` prints it/],
  [{ driver: '12.4' }, /no version of the NVIDIA driver/],
  [{ driver: 'newest' }, /written like `535\.183`/],
  [{ python: '12' }, /no version of Python/],
  [{ os: 'win' }, /Did you mean `windows`/],
  [{ manager: 'cnoda' }, /Did you mean `conda`/],
  [{ tensorflow: '2.99' }, /newest is 2\.21\.0/],
  [{ tensorflow: '2.15.7' }, /newest of 2\.15 is 2\.15\.1/],
  [{ tensorflow: 'nightly' }, /no stable version/],
])('bad words are an error that helps: %j', (words, message) => {
  expect(() => wishOf(words)).toThrow(UsageError);
  expect(() => wishOf(words)).toThrow(message);
});
