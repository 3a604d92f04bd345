import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { libraryNames } from './libraries.ts';
import { machineSchema } from './machine.ts';
import { scenarioFolder, scenarioNames } from './scenario-names.ts';

const library = v.picklist(libraryNames);

const scenarioFile = v.strictObject({
  /** What it is called before it is solved: a name that gives nothing away. */
  alias: v.pipe(v.string(), v.regex(/^[a-z]+$/)),
  /** What a person would say of it: the symptom, never the cause. */
  title: v.string(),
  /** For a learner: who sits there, what they did, what they see. */
  story: v.string(),
  /** From vague to plain. */
  hints: v.array(v.string()),
  /** Shown after the right answer. */
  solution: v.string(),
  healthy: v.boolean(),
  /** The root cause that a diagnosis must find; null for a healthy machine. */
  expected: v.nullable(v.string()),
  /** Answers that name what one sees and not why: each with the reason. */
  symptoms: v.optional(v.record(v.string(), v.string()), {}),
  machine: v.optional(machineSchema, {}),
  /** cuDNN found on the machine, when it is not one that fits. */
  cudnn: v.optional(v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/))),
  /** Libraries that are not there. */
  without: v.optional(v.array(library), []),
  /** Libraries whose file is there but cannot be loaded. */
  broken: v.optional(v.record(library, v.picklist(['empty', 'dangling', 'not-elf'])), {}),
  /** Libraries of another major version, under the name that they have then: `libcudnn.so.8`. */
  renamed: v.optional(v.record(library, v.string()), {}),
  /** Version of the CUDA toolkit, when it is not the one that TensorFlow was built for. */
  toolkit: v.optional(v.string()),
  /** Whether the CUDA libraries are packages beside TensorFlow, as `tensorflow[and-cuda]` installs them. */
  wheels: v.optional(v.boolean(), false),
  /** Of those packages, the ones whose folder the user has put on LD_LIBRARY_PATH. */
  searched: v.optional(v.array(library), []),
  /** Libraries of which LD_LIBRARY_PATH has a copy that cannot be loaded, before the right one. */
  stale: v.optional(v.array(library), []),
  /** What functions of the stubs return: a code, or `hang`. */
  returns: v.optional(v.record(v.string(), v.union([v.number(), v.literal('hang')])), {}),
  /** Whether cuBLAS multiplies wrongly. */
  wrongMatmul: v.optional(v.boolean(), false),
  /** Variables of the learner's shell; GPU0, GPU1 are UUIDs of GPUs, TOOLKIT is the folder of CUDA. */
  environment: v.optional(v.record(v.string(), v.string()), {}),
  /** Oldest TensorFlow that shows the fault, as far as we have seen: `2.21`. */
  sinceTensorflow: v.optional(v.string()),
});

/** A simulated machine, and what is to be found on it. */
export interface Scenario extends v.InferOutput<typeof scenarioFile> {
  /** Its file's name in `content/scenarios/`, without `.json`. */
  readonly name: string;
}

/** @throws UsageError when no scenario has this name or alias */
export function readScenario(name: string): Scenario {
  const found = scenarioNames().includes(name)
    ? name
    : scenarioNames().find((one) => readFile(one).alias === name);
  if (found === undefined)
    throw new UsageError(`There is no scenario named \`${name}\`. \`lab list\` shows them all.`);
  return { name: found, ...readFile(found) };
}

function readFile(name: string): v.InferOutput<typeof scenarioFile> {
  const text = readFileSync(join(scenarioFolder, `${name}.json`), 'utf8');
  return v.parse(scenarioFile, JSON.parse(text));
}

/** All scenarios, by alias: an order that gives nothing away either. */
export function listScenarios(): readonly Scenario[] {
  return scenarioNames()
    .map(readScenario)
    .toSorted((left, right) => (left.alias < right.alias ? -1 : 1));
}
