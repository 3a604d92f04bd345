import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import { UsageError } from '../../errors.ts';
import { judgeManifest } from '../../plan/manifest/judge.ts';
import { largestManifest, readManifest } from '../../plan/manifest/read.ts';
import type { Wish } from '../../plan/wish.ts';
import { formats, toGithub, toJunit, type Format } from './formats.ts';
import { fileReport } from './report.ts';
import { checkValue } from './value.ts';

/**
 * `gpu-plan --check FILE`. Exit code 1 when something in it will keep TensorFlow from the GPU.
 * @throws UsageError for a file that cannot be read, is too large or is none of the known kinds
 */
export async function checkFile(
  { cwd, ui }: Context,
  file: string,
  wish: Wish,
  format: string | undefined,
): Promise<Outcome> {
  const wanted = readFormat(format);
  const manifest = readManifest(file, await readText(resolve(cwd, file), file));
  const judgement = judgeManifest(loadKnowledge(), wish, manifest);
  const printed =
    wanted === 'github'
      ? toGithub(file, judgement)
      : wanted === 'junit'
        ? toJunit(file, judgement)
        : undefined;
  return {
    report: fileReport(ui, file, judgement),
    value: checkValue(wish, file, judgement),
    exitCode: judgement.problems.length > 0 ? 1 : 0,
    ...(printed !== undefined && { printed }),
  };
}

function readFormat(word: string | undefined): Format {
  if (word === undefined) return 'text';
  const found = formats.find((one) => one === word);
  if (found !== undefined) return found;
  throw new UsageError(
    `\`--format\` knows ${formats.join(', ')}, not \`${word}\`.${didYouMean(word, formats)}`,
  );
}

/** Reads a regular file of a size that such a file can have. A pipe, which could be waited for, is not opened. */
async function readText(path: string, file: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new UsageError(`${file} is not a file.`);
    if (found.size > largestManifest) {
      throw new UsageError(
        `${file} is larger than ${largestManifest / 1024} KiB, which no such file is.`,
      );
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${file} could not be read: ${because}.`, { cause });
  }
}
