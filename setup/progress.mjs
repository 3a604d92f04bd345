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
  const ticking = interactive ? setInterval(draw, 1000) : undefined;
  try {
    const end = await work((text) => {
      detail = text;
    });
    const time = seconds() < 2 ? '' : ` (${seconds()} s)`;
    process.stdout.write(interactive ? `\r\x1b[K✓ ${title}: ${end}${time}\n` : `${end}${time}\n`);
  } catch (error) {
    process.stdout.write(interactive ? `\r\x1b[K✗ ${title}\n` : 'failed\n');
    throw error;
  } finally {
    clearInterval(ticking);
  }
}
