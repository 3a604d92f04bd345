// `npm run release:check`: what a maintainer looks at before a release. It changes nothing but packages/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './clone.mjs';
import { npm } from './npm.mjs';
import { readJson } from './stamp.mjs';

/**
 * Where the files name another version than package.json, as sentences.
 * @param {string} version of package.json
 * @param {{ lock: string | undefined, citation: string, cite: string, changelog: string }} files
 */
export function versionProblems(version, { lock, citation, cite, changelog }) {
  const problems = [];
  if (lock !== version) problems.push(`package-lock.json has ${lock}. Run \`npm install\`.`);
  const cited = /^version: (?<version>\S+)$/mu.exec(citation)?.groups?.['version'];
  if (cited !== version) problems.push(`CITATION.cff has ${cited}.`);
  if (!cite.includes(`{${version}}`)) problems.push(`docs/cite.md does not have ${version}.`);
  const [, unreleased = ''] = changelog.split(/^## Unreleased$/mu);
  const waiting = unreleased.split(/^## /mu)[0]?.includes('\n- ') ?? false;
  if (waiting)
    problems.push(`CHANGELOG.md has lines under "Unreleased": move them below ${version}.`);
  if (!changelog.includes(`\n## ${version}`)) problems.push(`CHANGELOG.md has no ${version}.`);
  return problems;
}

/** Each step is what somebody could type. */
const steps = [
  ['run', 'check'],
  ['run', 'notebooks'],
  ['run', 'commands'],
  ['run', 'package'],
  ['run', 'package:check'],
  ['test'],
];

const text = (path) => readFileSync(join(root, path), 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { version } = readJson(join(root, 'package.json'));
  const problems = versionProblems(version, {
    lock: readJson(join(root, 'package-lock.json'))?.version,
    citation: text('CITATION.cff'),
    cite: text('docs/cite.md'),
    changelog: text('CHANGELOG.md'),
  });
  for (const words of process.argv.includes('--quick') ? [] : steps) {
    console.log(`npm ${words.join(' ')} …`);
    const { ok, how, output } = await npm(words, { minutes: 60 });
    if (!ok) problems.push(`\`npm ${words.join(' ')}\`: ${how}\n${output.slice(-2000)}`);
  }
  const { run } = await import('./run.mjs');
  const { output } = await run('git', ['status', '--porcelain'], { cwd: root, minutes: 1 });
  if (output.trim() !== '') problems.push(`The working tree differs from the commit:\n${output}`);
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`Ready to release ${version}.`);
}
