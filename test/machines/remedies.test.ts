import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { diagnoseSnapshot } from '../../src/check/diagnose-snapshot.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { familyOfSystem } from '../../src/remedies/system.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { readMachines } from './machines.ts';
import { callsOf, typedRemedies, type Call } from './remedies/lines.ts';
import { askPypi, keyOf, requestsOf, type PypiRequest } from './remedies/pypi.ts';

// Every line that a check of a recorded machine tells people to type is checked: the shell understands it, its program
// has these words and options, and the packages exist: those of PyPI for this machine's Python and platform. What PyPI
// answered is kept in remedies/pypi.json, so that no test needs a network; `npm run accuracy` asks again, with uv.

const folder = join(import.meta.dirname, 'remedies');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const { programs } = v.parse(
  v.object({ programs: v.record(v.string(), v.object({ options: v.array(v.string()) })) }),
  read('programs.json'),
);
const { families } = v.parse(
  v.object({ families: v.record(v.string(), v.record(v.string(), v.string())) }),
  read('system-packages.json'),
);
const answersFile = join(folder, 'pypi.json');
const pypi = v.object({
  about: v.string(),
  askedOn: v.string(),
  answers: v.record(v.string(), v.object({ ok: v.boolean(), says: v.string() })),
});

const machines = readMachines().map(({ name, snapshot }) => ({
  name,
  snapshot,
  remedies: typedRemedies(diagnoseSnapshot(snapshot)),
}));
const requests = new Map<string, PypiRequest>(
  machines.flatMap(({ remedies, snapshot }) =>
    remedies.flatMap((one) =>
      requestsOf(one, snapshot).map((request) => [keyOf(request), request] as const),
    ),
  ),
);

const kept = v.parse(pypi, read('pypi.json'));
const uv = process.env['TF_GPU_DOCTOR_UV'];
const { answers } = uv === undefined ? kept : askAnew(uv);

/** Asks what was not asked today, and keeps the answers. */
function askAnew(program: string): v.InferOutput<typeof pypi> {
  const askedOn = new Date().toISOString().slice(0, 10);
  const today = kept.askedOn === askedOn ? kept.answers : {};
  const found = [...requests]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, request]) => [key, today[key] ?? askPypi(program, request)] as const);
  const file = { about: kept.about, askedOn, answers: Object.fromEntries(found) };
  writeFileSync(answersFile, `${JSON.stringify(file, null, 2)}\n`);
  return file;
}

/** What is wrong with a line, on a system of this family. */
function problemsOf(line: string, family: string | undefined): string[] {
  return callsOf(line).flatMap((call) => problemsOfCall(call, family));
}

function problemsOfCall({ program, words }: Call, family: string | undefined): string[] {
  const typed = [program, ...words].join(' ');
  const name = Object.keys(programs)
    .filter((one) => typed === one || typed.startsWith(`${one} `))
    .toSorted((one, other) => other.length - one.length)[0];
  if (name === undefined) return [`no such program: ${typed}`];
  const inner = words.slice(words.indexOf('IMAGE') < 0 ? words.length : words.indexOf('IMAGE'));
  const options = words
    .slice(0, words.length - inner.length)
    .filter((word) => /^--?[a-zA-Z]/u.test(word))
    .map((word) => word.split('=')[0] ?? '');
  const known = programs[name]?.options ?? [];
  return [
    ...options.filter((one) => !known.includes(one)).map((one) => `${name} has no option ${one}`),
    ...unknownPackages(name, words, family).map(
      (one) => `${family ?? 'this system'} has no package ${one}`,
    ),
  ];
}

const installers =
  /^(?:apt|dnf|zypper) install$|^dnf module (?:enable|switch-to)$|^pacman$|^emerge$|^xbps-install$|^conda (?:create|install)$|^winget install$/u;
const valued = ['-n', '-c', '--prefix'];

function unknownPackages(
  name: string,
  words: readonly string[],
  family: string | undefined,
): string[] {
  if (!installers.test(name)) return [];
  const of = /^(?:conda|winget)/u.exec(name)?.[0] ?? family ?? '';
  const patterns = Object.keys(families[of] ?? {}).map((one) => new RegExp(one, 'u'));
  return words
    .slice(name.split(' ').length - 1)
    .filter((word, at, all) => !word.startsWith('-') && !valued.includes(all[at - 1] ?? ''))
    .filter((word) => !patterns.some((one) => one.test(word)));
}

const isWindows = ({ observations: { interpreter } }: Snapshot): boolean =>
  interpreter?.ok === true && interpreter.data.platform === 'win32';

describe.each(machines.filter(({ remedies }) => remedies.length > 0))(
  '$name',
  ({ remedies, snapshot }) => {
    const lines = remedies.flatMap(({ commands }) => commands);
    test(`its ${lines.length} lines of remedies work as printed`, () => {
      const family = familyOfSystem(readFacts(snapshot));
      expect(lines.flatMap((line) => problemsOf(line, family))).toEqual([]);
      const asked = remedies.flatMap((one) => requestsOf(one, snapshot)).map(keyOf);
      expect(
        asked
          .filter((key) => answers[key]?.ok !== true)
          .map((key) => `${key}: ${answers[key]?.says ?? 'not asked yet: run `npm run accuracy`'}`),
      ).toEqual([]);
    });
  },
);

test('bash understands every line for a shell', () => {
  const all = machines
    .filter(({ snapshot }) => !isWindows(snapshot))
    .flatMap(({ remedies }) => remedies.flatMap(({ commands }) => commands))
    .filter((line) => !/^[%!]|\.exe\b/u.test(line));
  expect(all.length).toBeGreaterThan(100);
  for (const line of new Set(all)) execFileSync('bash', ['-n', '-c', line]);
});

/** Systems as /etc/os-release names them. */
const systems = [
  ['ubuntu', '24.04'],
  ['debian', '11'],
  ['debian', '12'],
  ['debian', '13'],
  ['pop', '22.04'],
  ['fedora', '43'],
  ['rhel', '8.10'],
  ['rocky', '9.6'],
  ['almalinux', '10.0'],
  ['amzn', '2023'],
  ['opensuse-leap', '15.6'],
  ['opensuse-tumbleweed', '20261101'],
  ['sles', '15.7'],
  ['arch', ''],
  ['nixos', '25.11'],
  ['gentoo', '2.18'],
  ['void', ''],
  ['unheard-of', '1'],
] as const;

test.each(systems)('on %s %s every line is one that this system has', (osId, osVersion) => {
  const bad = machines.flatMap(({ name, snapshot }) => {
    const { system } = snapshot.observations;
    if (isWindows(snapshot) || system?.ok !== true) return [];
    const data = { ...system.data, osId, osLike: [], osVersion, osName: `${osId} ${osVersion}` };
    const other = {
      ...snapshot,
      observations: { ...snapshot.observations, system: { ...system, data } },
    };
    const family = familyOfSystem(readFacts(other));
    return typedRemedies(diagnoseSnapshot(other)).flatMap(({ commands }) =>
      commands.flatMap((line) => problemsOf(line, family)).map((one) => `${name}: ${one}`),
    );
  });
  expect(bad).toEqual([]);
});

test('root types no sudo', () => {
  const lines = machines.flatMap(({ snapshot }) => {
    const { system } = snapshot.observations;
    if (system?.ok !== true) return [];
    const data = { ...system.data, root: true };
    const other = {
      ...snapshot,
      observations: { ...snapshot.observations, system: { ...system, data } },
    };
    return typedRemedies(diagnoseSnapshot(other)).flatMap(({ commands }) => commands);
  });
  expect(lines.length).toBeGreaterThan(300);
  expect(lines.filter((line) => /\bsudo\b/u.test(line))).toEqual([]);
});

test('no answer of PyPI is kept that no remedy asks for', () => {
  expect(Object.keys(answers).filter((key) => !requests.has(key))).toEqual([]);
  expect(existsSync(answersFile)).toBe(true);
});
