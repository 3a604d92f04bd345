import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { listMachines } from '../../../src/commands/lab/run.ts';
import { listScenarios } from '../../../src/lab/scenario.ts';
import { readScenario } from '../../../src/lab/scenario.ts';
import { findingIds } from '../../../src/content/page-ids.ts';
import { root } from '../../../src/root.ts';
import { contextFor } from '../command-model/sample-command.ts';

const scenarios = listScenarios();

describe('the scenarios', () => {
  it('have healthy machines among them, with one GPU and with two', () => {
    const healthy = scenarios.filter((scenario) => scenario.healthy);
    expect(healthy.map(({ machine }) => machine.gpus.length)).toEqual(
      expect.arrayContaining([1, 2]),
    );
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s has a cause exactly when it is sick, and what a learner needs',
    (_, { healthy, expected, story, hints, solution }) => {
      expect(healthy).toBe(expected === null);
      expect(hints.length).toBeGreaterThanOrEqual(2);
      expect(story.length).toBeGreaterThan(80);
      expect(solution).not.toBe('');
    },
  );

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s does not give the cause away by its title',
    (_, { title, expected }) => {
      expect(title.toLowerCase()).not.toContain((expected ?? 'healthy').replaceAll('-', ' '));
    },
  );

  it('are listed as the schema says', () => {
    const { value, exitCode } = listMachines(contextFor('terminal'));
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    ajv.addSchema(
      JSON.parse(readFileSync(join(root, 'content/schema/scenarios.json'), 'utf8')),
      'it',
    );
    ajv.validate('it', value);
    expect(ajv.errors).toBeNull();
    expect(exitCode).toBe(0);
    expect(value['scenarios']).toContainEqual({
      name: readScenario('no-cudnn').alias,
      title: 'All CUDA libraries are there, says the colleague',
      healthy: false,
      solved: expect.any(Boolean),
    });
  });

  it('are at least 32, of which 26 are broken and 6 healthy, each with a name of its own', () => {
    expect(scenarios.filter(({ healthy }) => !healthy).length).toBeGreaterThanOrEqual(26);
    expect(scenarios.filter(({ healthy }) => healthy).length).toBeGreaterThanOrEqual(6);
    expect(new Set(scenarios.map(({ alias }) => alias)).size).toBe(scenarios.length);
    for (const { alias, name } of scenarios) expect(readScenario(alias).name).toBe(name);
  });

  it('give reasons for symptoms that are findings', () => {
    for (const { symptoms, expected } of scenarios)
      for (const id of Object.keys(symptoms)) {
        expect(findingIds()).toContain(id);
        expect(id).not.toBe(expected);
      }
  });

  it('that do not exist are wrong usage, whatever their name', () => {
    for (const name of ['no-such', '', '../compat/gpus', '__proto__'])
      expect(() => readScenario(name)).toThrow(`There is no scenario named \`${name}\``);
  });
});
