import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { type PreparedScenario, prepareScenario } from '../../src/lab/lab.ts';
import { practicePython } from './pythons.ts';

/** Prepares a simulated machine for the tests of a `describe`, and removes it after them. */
export function onMachine(scenario: string): () => PreparedScenario {
  let machine: PreparedScenario | undefined;
  beforeAll(async () => {
    machine = await prepareScenario(scenario, {
      python: practicePython,
      environment: process.env,
    });
  });
  afterAll(async () => {
    if (machine !== undefined) await rm(machine.folder, { recursive: true, force: true });
  });
  return () => {
    if (machine === undefined) throw new Error('The machine is there in tests only.');
    return machine;
  };
}
