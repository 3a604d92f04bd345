import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../clone.mjs';
import { readJson } from '../stamp.mjs';

/** What may be part of a BSD package. The MPL asks that the licence comes along and the source is named. */
const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MIT AND MPL-2.0',
]);

/** Packages on npm without their licence's text; who holds the copyright stands in their repositories. */
const holders = [
  { name: /^@jupyterlab\//u, line: 'Copyright (c) 2015-2026 Project Jupyter Contributors' },
  {
    name: /^@lumino\//u,
    line: 'Copyright (c) 2019 Project Jupyter Contributors\nCopyright (c) 2014-2017, PhosphorJS Contributors',
  },
  { name: /^cmake-ts$/u, line: 'Copyright (c) Martin Koppehel and contributors' },
];

/**
 * The names of the packages that a bundle holds code of.
 * @param {import('esbuild').Metafile} metafile
 */
export function bundledPackages({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const names = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /.*node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//u.exec(path)?.groups?.['name'])
    .filter((name) => name !== undefined);
  return [...new Set(names)].toSorted();
}

/**
 * One text with the licence of each package.
 * @param {readonly string[]} names
 * @throws when a licence is not one of those allowed, or its text is unknown
 */
export function licenceNotices(names) {
  const parts = names.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = readJson(join(folder, 'package.json')) ?? {};
    if (!allowed.has(license)) {
      throw new Error(`${name} ${version} is under ${license}, which is not among the allowed.`);
    }
    return `${name} ${version} (${license})\n\n${textsOf(name, folder, license)}`;
  });
  const line = '-'.repeat(78);
  return `tf-gpu-doctor contains code of these packages.\n${parts.map((part) => `\n${line}\n${part.trim()}\n`).join('')}`;
}

function textsOf(name, folder, license) {
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/iu.test(file));
  if (files.length > 0) {
    const texts = files.toSorted().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return name === 'zeromq' ? [zeromqWords, ...texts].join('\n\n') : texts.join('\n\n');
  }
  const holder = holders.find((one) => one.name.test(name));
  const standard = standardText(license);
  if (holder === undefined || standard === undefined) {
    throw new Error(`${name} has no file with its licence: add its holder to licences.mjs.`);
  }
  return `${holder.line}\n\n${standard}`;
}

const zeromqWords =
  'The addon holds libzmq (MPL-2.0, source: https://github.com/zeromq/libzmq) and libsodium (ISC,\n' +
  'Copyright (c) 2013-2026 Frank Denis, source: https://github.com/jedisct1/libsodium).';

/** The words that all packages under a licence share, as another package has them. */
function standardText(license) {
  const from = { 'BSD-3-Clause': 'LICENSE', MIT: 'node_modules/valibot/LICENSE.md' }[license];
  if (from === undefined || !existsSync(join(root, from))) return undefined;
  const text = readFileSync(join(root, from), 'utf8');
  return text.slice(text.search(/^(?:Redistribution and use|Permission is hereby)/mu)).trim();
}
