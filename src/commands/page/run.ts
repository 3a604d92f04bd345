import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { isSealed, writeOurs } from '../../command-model/own-file.ts';
import { UndeterminedError } from '../../errors.ts';
import { root } from '../../root.ts';

const usualName = 'tf-gpu-doctor.html';

/**
 * Copies the page that was built with this version. A file that is there already is replaced only when it is such a page.
 *
 * @throws UndeterminedError in a clone where the page has not been built
 */
export function writePage({ cwd }: Context, { positionals }: Arguments): Outcome {
  const built = join(root, 'web/dist/index.html');
  if (!existsSync(built)) {
    throw new UndeterminedError(
      'The page has not been built in this clone. Run `npm run web`, then this command again.',
    );
  }
  const text = readFileSync(built, 'utf8');
  const [file = usualName] = positionals;
  writeOurs(file, cwd, text, isSealed);
  const size = Buffer.byteLength(text);
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'ok',
          text: `\`${file}\` is written (${Math.round(size / 1000)} kB).`,
          next: 'Open it in a browser. It works offline and sends nothing anywhere.',
        },
      ],
    },
    value: { schema: 'tf-gpu-doctor/page', version: 1, file, bytes: size },
    exitCode: 0,
  };
}
