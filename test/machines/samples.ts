import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text that people paste, with the answer that is right for it. */
export interface Sample {
  /** `driver.txt:12`, the line of its heading. */
  readonly place: string;
  /** Where its wording was seen: the version that prints it, the source, or a public thread. */
  readonly seen: string;
  /** The right answer first, then those that print the very same lines; `none` for a text of something else. */
  readonly causes: readonly string[];
  readonly text: string;
}

const folder = join(import.meta.dirname, 'logs', 'samples');

/** All samples. A heading is `=== cause, another | where it was seen`; the text follows. */
export function readSamples(): Sample[] {
  return readdirSync(folder).flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    const starts = lines.flatMap((line, index) => (/^=== .+ \| /u.test(line) ? [index] : []));
    return starts.map((start, index): Sample => {
      const [causes = '', seen = ''] = (lines[start] ?? '').slice(4).split(' | ');
      return {
        place: `${file}:${start + 1}`,
        seen,
        causes: causes.split(', '),
        text: `${lines
          .slice(start + 1, starts[index + 1] ?? lines.length)
          .join('\n')
          .trimEnd()}\n`,
      };
    });
  });
}
