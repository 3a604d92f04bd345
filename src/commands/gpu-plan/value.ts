import { plainJson, type JsonObject } from '../../json.ts';
import type { Judgement } from '../../plan/manifest/judge.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Wish } from '../../plan/wish.ts';

/** A plan as `content/schema/plan.json` has it. */
export function planValue(wish: Wish, plan: Plan | undefined, extra: object = {}): JsonObject {
  return plainJson({
    schema: 'tf-gpu-doctor/plan',
    version: 1,
    for: described(wish),
    choice: plan?.choice ?? null,
    alternatives: plan?.alternatives ?? [],
    impossible: plan?.impossible ?? [],
    problems: [],
    ...extra,
  });
}

/** The same for a file that was checked. `file` is what was typed. */
export const checkValue = (wish: Wish, file: string, { problems, notes }: Judgement): JsonObject =>
  planValue(wish, undefined, {
    problems: problems.map((one) => ({ file, ...one })),
    notes: notes.map((one) => ({ file, ...one })),
  });

const described = ({ gpu, system, machine, driver, python, tensorflow, manager }: Wish) => ({
  gpu: gpu.kind === 'none' ? 'none' : gpu.name,
  capability: gpu.kind === 'nvidia' ? gpu.capability : null,
  driver,
  python,
  os: system,
  machine,
  tensorflow,
  manager,
});
