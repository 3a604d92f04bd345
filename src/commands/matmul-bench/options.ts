import { dtypes, type Dtype } from '../../performance/matmul-output.ts';
import type { MatmulOptions } from '../../performance/matmul.ts';
import { UsageError } from '../../errors.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { secondsOption } from '../../command-model/common-options.ts';
import type { Arguments } from '../../command-model/command.ts';

const usualSizes = [512, 1024, 2048, 4096];
const usualSeconds = 10;
/** 32768² float64 numbers are 8 GiB a matrix; beyond that a typing error is likelier than a wish. */
const largestSize = 65_536;
const longestSeconds = 3600;

/**
 * What the options ask for, each value checked.
 * @throws UsageError with the value that is off and what is meant
 */
export function readMatmulOptions(args: Pick<Arguments, 'options'>): MatmulOptions {
  const { options } = args;
  const ms = secondsOption(args, 'seconds', longestSeconds);
  return {
    sizes: listOf(options['sizes'], size) ?? usualSizes,
    dtypes: listOf(options['dtypes'], dtype) ?? null,
    devices: listOf(options['devices'], device) ?? null,
    seconds: ms === undefined ? usualSeconds : ms / 1000,
  };
}

/** `512, 1024,512,` → 512 and 1024; undefined when the option was not given. */
function listOf<T>(value: string | true | undefined, read: (word: string) => T): T[] | undefined {
  if (typeof value !== 'string') return undefined;
  const words = value.split(',').map((word) => word.trim());
  const named = words.filter((word) => word !== '');
  if (named.length === 0) throw new UsageError('A list separated by commas is empty: `,`.');
  return [...new Set(named.map(read))];
}

function size(word: string): number {
  const number = Number(word);
  if (/^\d+$/.test(word) && number >= 1 && number <= largestSize) return number;
  throw new UsageError(
    `\`--sizes\` takes whole numbers from 1 to ${largestSize}, not \`${word}\`.`,
  );
}

/** `bf16`, `fp16` and `f16` are understood too. */
function dtype(word: string): Dtype {
  const spelled = word.toLowerCase().replace(/^(b?)fp?(?=\d)/, '$1float');
  const known = dtypes.find((one) => one === spelled);
  if (known !== undefined) return known;
  throw new UsageError(
    `\`--dtypes\` takes ${dtypes.join(', ')}, not \`${word}\`.${didYouMean(word, dtypes)}`,
  );
}

/** `GPU`, `gpu0`, `/GPU:0` and `gpu:0` are the same. */
function device(word: string): string {
  const match = /^\/?(?:device:)?(?:(cpu)(?::?0)?|gpu(?::?(\d{1,3}))?)$/i.exec(word);
  if (match?.[1] !== undefined) return 'cpu';
  if (match !== null) return `gpu:${Number(match[2] ?? 0)}`;
  throw new UsageError(`\`--devices\` takes \`cpu\` and \`gpu:0\`, \`gpu:1\` …, not \`${word}\`.`);
}
