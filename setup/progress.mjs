/** How often a step says in a log how far it is, in ms; a test makes it shorter. */
const logEvery = Number(process.env.TF_GPU_DOCTOR_LOG_EVERY ?? 15_000);

// Undefined where the output goes into a file.
const interactive = process.stdout.isTTY;

/**
 * Does one step of the set-up and shows it as one line: what is being done, how far it is, how long it took.
 * @param {string} title
 * @param {(tell: (detail: string) => void) => Promise<string>} work resolves to how it ended: `ready`, `installed`
 */
export async function step(title, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  let detail = '';
  const draw = () => {
    const time = seconds() < 2 ? '' : ` ${seconds()} s`;
    const line = `  ${title} …${time} ${detail}`;
    process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns || 80) - 1)}`);
  };
  if (interactive) draw();
  else process.stdout.write(`  ${title} … `);
  // A log gets a line now and then, so that nobody takes a long step for a dead one.
  let logged = '';
  const log = () => {
    if (detail === logged) return;
    logged = detail;
    process.stdout.write(`\n    ${seconds()} s: ${detail}`);
  };
  const ticking = setInterval(interactive ? draw : log, interactive ? 1000 : logEvery);
  try {
    const end = await work((text) => {
      detail = text;
    });
    const time = seconds() < 2 ? '' : ` (${seconds()} s)`;
    const begin = logged === '' ? '' : '\n    ';
    process.stdout.write(
      interactive ? `\r\x1b[K✓ ${title}: ${end}${time}\n` : `${begin}${end}${time}\n`,
    );
  } catch (error) {
    process.stdout.write(interactive ? `\r\x1b[K✗ ${title}\n` : 'failed\n');
    throw error;
  } finally {
    clearInterval(ticking);
  }
}
