import type { Knowledge } from '../knowledge/tables.ts';
import { majorOf, minorOf, olderThan } from '../knowledge/version.ts';
import { appleMetal, condaForge, nvidiaContainer, throughWsl2 } from './elsewhere.ts';
import {
  choiceOf,
  withoutRepeats,
  newestReason,
  otherManagers,
  releasesAsked,
  troubleText,
  type Candidate,
  type Impossible,
} from './candidates.ts';
import { commandsOf, type Choice } from './recipe.ts';
import { judgeRelease } from './releases.ts';
import { isJetson, type Wish } from './wish.ts';

/** The answer to: what do I install? */
export interface Plan {
  readonly for: Wish;
  /** Null when nothing fits. */
  readonly choice: Choice | null;
  readonly alternatives: readonly Choice[];
  /** What cannot be had, newest first; down to the choice where there is one. */
  readonly impossible: readonly Impossible[];
}

/** The newest TensorFlow that works for a wish, how to install it, what else would do, and what would not. */
export function planFor(knowledge: Knowledge, wish: Wish): Plan {
  const made = anyPlan(knowledge, wish);
  return { ...made, alternatives: withoutSame(made) };
}

/** Several reasons can lead to one way, such as NVIDIA's container: it is offered once, and not beside itself. */
function withoutSame({ choice, alternatives }: Plan): readonly Choice[] {
  const seen = new Set(choice === null ? [] : [wayOf(choice)]);
  return alternatives.filter((one) => !seen.has(wayOf(one)) && seen.add(wayOf(one)));
}

const wayOf = ({ tensorflow, commands }: Choice): string => [tensorflow, ...commands].join('\n');

function anyPlan(knowledge: Knowledge, wish: Wish): Plan {
  const candidates = releasesAsked(knowledge, wish).map((row) => ({
    row,
    judged: judgeRelease(knowledge, wish, row),
  }));
  if (wish.gpu.kind === 'other') return foreignPlan(knowledge, wish);
  if (wish.gpu.kind === 'apple') return applePlan(knowledge, wish);
  const onWindows = wish.system === 'windows' && wish.gpu.kind !== 'none';
  return onWindows
    ? windowsPlan(knowledge, wish, candidates)
    : plainPlan(knowledge, wish, candidates);
}

/** The plan without a GPU, for an alternative. */
function onProcessor(knowledge: Knowledge, wish: Wish): Choice[] {
  const { choice } = planFor(knowledge, { ...wish, gpu: { kind: 'none', name: null } });
  return choice === null ? [] : [choice];
}

/** AMD and Intel: the packages of PyPI do not know them. */
const foreignPlan = (knowledge: Knowledge, wish: Wish): Plan => ({
  for: wish,
  choice: null,
  alternatives: onProcessor(knowledge, wish),
  impossible: [
    {
      tensorflow: 'every version',
      because: `TensorFlow's own packages use NVIDIA GPUs only, not ${wish.gpu.name ?? 'this one'}. AMD has builds of its own for Linux (tensorflow-rocm), Intel a plugin (intel-extension-for-tensorflow); this plan knows neither.`,
    },
  ],
});

/** Apple's GPU: through the plugin, in a pair of versions of which a user reported that it works. */
function applePlan(knowledge: Knowledge, wish: Wish): Plan {
  const asked =
    (wish.pythonAsked && wish.python !== '3.11') ||
    (wish.tensorflow !== null && minorOf(wish.tensorflow) !== '2.17') ||
    (wish.managerAsked && wish.manager !== 'pip');
  const possible = wish.system === 'macos' && wish.machine === 'arm64';
  const metal = appleMetal([
    'The GPU of a Mac is used through Apple’s plugin tensorflow-metal.',
    'The plugin does not say which TensorFlow it fits. Of 1.1.0 with TensorFlow 2.17 and Python 3.11 a user reported that it works, and with 2.18 that it does not (tensorflow issue 84167).',
  ]);
  const because = possible
    ? 'The plugin tensorflow-metal 1.1.0 stops its import with an error (tensorflow issue 84167).'
    : 'Apple’s GPU is used on macOS only.';
  return {
    for: wish,
    choice: possible && !asked ? metal : null,
    alternatives: [...(possible && asked ? [metal] : []), ...onProcessor(knowledge, wish)],
    impossible: [{ tensorflow: possible ? '2.18 and newer' : 'every version', because }],
  };
}

function plainPlan(knowledge: Knowledge, wish: Wish, candidates: readonly Candidate[]): Plan {
  const fitting = candidates.filter(({ judged }) => judged.fits);
  const first = fitting.find(({ judged }) => judged.fits && !judged.second) ?? fitting[0];
  const beside = elsewhere(knowledge, wish, candidates);
  if (first === undefined) {
    const [choice = null, ...alternatives] = beside.instead;
    const impossible = isJetson(wish) ? [jetson] : withoutRepeats(candidates);
    return { for: wish, choice, alternatives: [...alternatives, ...beside.also], impossible };
  }
  const newer = candidates.slice(0, candidates.indexOf(first));
  const choice = choiceOf(wish, first, newestReason(candidates, first, wish));
  return {
    for: wish,
    choice,
    alternatives: [
      ...newer
        .filter(({ judged }) => judged.fits)
        .map((one) => choiceOf(wish, one, [troubleText(one.row)])),
      ...otherManagers(wish, first),
      ...beside.also,
    ],
    impossible: withoutRepeats(newer.filter(({ judged }) => !judged.fits)),
  };
}

const jetson: Impossible = {
  tensorflow: 'every version, from PyPI',
  because:
    "A Jetson's GPU is reached only by the TensorFlow that NVIDIA builds for its JetPack. PyPI's package for ARM works on the processor.",
};

/** What stands in where PyPI has nothing (`instead`), or may be had besides (`also`). */
function elsewhere(
  knowledge: Knowledge,
  wish: Wish,
  candidates: readonly Candidate[],
): { readonly instead: readonly Choice[]; readonly also: readonly Choice[] } {
  const instead: Choice[] = [];
  const also: Choice[] = [];
  if (takesNvidiaContainer(wish)) {
    const because = [
      `No package of PyPI has code for ${wish.gpu.name ?? 'this GPU'} on this machine; NVIDIA's own build does.`,
    ];
    const asked = !wish.managerAsked || wish.manager === 'docker';
    (asked ? instead : also).push(nvidiaContainer(because));
    if (wish.machine === 'x86_64') {
      also.push(
        condaForge([
          'Built with CUDA 12.8, which knows this GPU. Whether this build has ready code for it, we could not read.',
        ]),
      );
    }
  }
  const driver = candidates.find(({ judged }) => !judged.fits && judged.lacks === 'driver');
  if (driver !== undefined && wish.tensorflow === null) also.push(...afterDriver(knowledge, wish));
  if (!candidates.some(({ judged }) => judged.fits)) also.push(...lessStrict(knowledge, wish));
  return { instead, also };
}

const said = (choice: Choice | null, because: string): Choice[] =>
  choice === null || choice.python === ''
    ? []
    : [{ ...choice, because: [because, ...choice.because] }];

/** Where nothing fits: the plan with another Python than was asked for, or another package manager. */
function lessStrict(knowledge: Knowledge, wish: Wish): readonly Choice[] {
  const python = wish.pythonAsked
    ? planFor(knowledge, { ...wish, pythonAsked: false }).choice
    : null;
  const manager = wish.managerAsked
    ? planFor(knowledge, { ...wish, managerAsked: false }).choice
    : null;
  return [
    ...said(python, `With another Python than ${wish.python ?? ''}.`),
    ...said(manager, `With ${manager?.manager ?? ''} instead of ${wish.manager}.`),
  ];
}

/** GPUs from Blackwell on, and ARM servers; no Jetson, which has another driver. */
function takesNvidiaContainer(wish: Wish): boolean {
  if (wish.tensorflow !== null || isJetson(wish) || wish.gpu.kind !== 'nvidia') return false;
  if (wish.system !== 'linux' && wish.system !== 'wsl2') return false;
  if (wish.pythonAsked && wish.python !== '3.12') return false;
  if (wish.driver !== null && olderThan(wish.driver, '570')) return false;
  const major = majorOf(wish.gpu.capability) ?? 0;
  return major >= 10 || (wish.machine === 'arm64' && major >= 8);
}

/** The plan with a newer driver, where that is all that stands in the way of a newer TensorFlow. */
function afterDriver(knowledge: Knowledge, wish: Wish): readonly Choice[] {
  const { gpu, driver } = wish;
  const last = gpu.kind === 'nvidia' ? gpu.lastDriver : null;
  const better = planFor(knowledge, {
    ...wish,
    driver: last === null ? null : String(last),
  }).choice;
  if (better === null) return [];
  const which =
    last === null ? 'a current driver' : `driver branch ${last}, the last one for this GPU`;
  return [
    {
      ...better,
      because: [`After replacing driver ${driver ?? ''} by ${which}.`, ...better.because],
    },
  ];
}

/**
 * On Windows: the plan of the WSL2 inside it, led up to. The last release with a GPU on Windows itself, 2.10, comes
 * first only where it was asked for.
 */
function windowsPlan(knowledge: Knowledge, wish: Wish, candidates: readonly Candidate[]): Plan {
  const inside = planFor(knowledge, {
    ...wish,
    system: 'wsl2',
    python: wish.pythonAsked ? wish.python : '3.12',
  });
  const native = candidates.find(({ judged }) => judged.fits);
  const here = native === undefined ? [] : [choiceOf(wish, native, [nativeReason])];
  const there = inside.choice === null ? [] : [led(inside.choice)];
  const [choice = null, ...alternatives] =
    wish.tensorflow === null ? [...there, ...here] : [...here, ...there];
  const impossible =
    choice === null || choice === here[0]
      ? inside.impossible
      : [windowsItself, ...inside.impossible];
  return {
    for: wish,
    choice,
    alternatives: [...alternatives, ...inside.alternatives.map(led)],
    impossible,
  };
}

const nativeReason =
  'The last TensorFlow that uses a GPU on Windows itself. It gets no repairs any more.';

const windowsItself: Impossible = {
  tensorflow: '2.11 and newer, on Windows itself',
  because: 'TensorFlow uses no GPU on Windows itself since 2.11, and prints nothing about it.',
};

function led(choice: Choice): Choice {
  const steps = throughWsl2(choice.steps);
  return {
    ...choice,
    steps,
    commands: commandsOf(steps),
    because: ['In WSL2, a Linux inside Windows, TensorFlow uses the GPU.', ...choice.because],
  };
}
