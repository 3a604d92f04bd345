// The page that needs nothing installed: the engine, its knowledge and the guide in one HTML file. `npm run web` builds it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from './build.mjs';
import { root } from './clone.mjs';

/** People keep it, mail it and open it on phones. In bytes. */
const largest = 1_200_000;

/** Builds the page into `file` and returns its size in bytes. */
export async function buildPage(file = join(root, 'web/dist/index.html')) {
  await build(() => {});
  const [program, style, script] = await Promise.all([bundled(), styleOf(), collectorScript()]);
  const { css } = await built('report/html/css.js');
  const { sealed } = await built('command-model/own-file.js');
  const data = embeddable(contentOf(script));
  // The worker is made of the page's own program, so `blob:`. Everything else is forbidden, the network too.
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(program)} blob:`,
    `style-src ${[style, css].map(hashOf).join(' ')}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = {
    POLICY: policy,
    STYLE: style,
    DATA: data,
    PROGRAM: program,
    VERSION: JSON.parse(read('package.json')).version,
  };
  // The hashes are those of the bare text, so no blank of the template may stand around it.
  const bare = read('web/page.html').replaceAll(
    /\s*%(STYLE|PROGRAM|DATA)%\s*|%(POLICY|VERSION)%/gu,
    (_, alone, inside) => parts[alone ?? inside],
  );
  const page = sealed(bare, 'html');
  const bytes = Buffer.byteLength(page);
  if (bytes > largest) {
    throw new Error(`The page has ${bytes} bytes, and at most ${largest} are wanted.`);
  }
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, page);
  return bytes;
}

/** A module of the build. @param {string} path below `src` */
function built(path) {
  return import(join(root, 'dist/modules/src', path));
}

/** The program as one classic script, which may stand inside HTML. */
async function bundled() {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['web/main.ts'],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    // A module of node in it would be an error here.
    platform: 'browser',
    target: ['chrome110', 'firefox110', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
    preserveSymlinks: true,
    logLevel: 'warning',
  });
  const text = outputFiles[0]?.text ?? '';
  return text.replaceAll('</script', String.raw`<\/script`).replaceAll('<!--', String.raw`<\!--`);
}

async function styleOf() {
  const { transform } = await import('esbuild');
  const { code } = await transform(read('web/page.css'), { loader: 'css', minify: true });
  return code.trim();
}

/** What `snapshot --script` prints. */
async function collectorScript() {
  const command = [join(root, 'dist/src/cli/main.js'), 'snapshot', '--script'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 60_000 });
  return stdout;
}

/** @param {string} script */
function contentOf(script) {
  const tables = filesIn('content/compat', '.json').map(([name, text]) => [name, JSON.parse(text)]);
  return {
    knowledge: Object.fromEntries(tables.map(([name, { rows }]) => [name, rows])),
    sources: Object.fromEntries(tables.map(([name, { sources }]) => [name, sources])),
    findings: Object.fromEntries(filesIn('content/findings', '.md')),
    guide: Object.fromEntries(filesIn('content/guide', '.md')),
    redaction: JSON.parse(read('src/snapshot/redaction.json')),
    script,
  };
}

/** @param {string} folder @param {string} ending @returns {[string, string][]} */
function filesIn(folder, ending) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => [name.slice(0, -ending.length), read(join(folder, name))]);
}

/** JSON that may stand inside HTML. @param {unknown} value */
function embeddable(value) {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** @param {string} text */
function hashOf(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** @param {string} file */
function read(file) {
  return readFileSync(join(root, file), 'utf8');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildPage();
  console.log(`web/dist/index.html: ${Math.round(bytes / 1000)} kB`);
}
