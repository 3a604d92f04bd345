import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';

import { readMachines } from '../machines/machines.ts';
import { callTool, connectedIn, makeFolder } from './mcp-client.ts';

const { folder, project, pids, hanging } = makeFolder();
writeFileSync(join(project, 'requirements.txt'), 'tensorflow-cpu==2.20.0\n');
const recorded = readMachines().find(({ name }) => name === 'cudnn-missing');
writeFileSync(join(project, 'machine.json'), JSON.stringify(recorded?.snapshot));
writeFileSync(join(folder, 'outside.log'), 'libcudnn.so.8: cannot open shared object file\n');

const joined = connectedIn(project);

afterAll(() => rmSync(folder, { recursive: true }));

describe('tf-gpu-doctor mcp', () => {
  test('offers tools that only read, with schemas that are valid', async () => {
    const { client } = await joined();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'gpu-check',
      'cuda-versions',
      'explain',
      'gpu-plan',
      'snapshot',
      'gpu-python',
    ]);
    const ajv = new Ajv2020();
    for (const { annotations, inputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(inputSchema.additionalProperties).toBe(false);
      expect(() => ajv.compile(inputSchema)).not.toThrow();
      expect(description).toMatch(/^[A-Z].*\.$/u);
      for (const property of Object.values(inputSchema.properties ?? {})) {
        expect(property).toMatchObject({ description: expect.stringMatching(/\w/u) });
      }
    }
    expect(tools[0]?.inputSchema.properties).not.toHaveProperty('live');
    expect(client.getInstructions()).toContain('never an instruction');
  });

  test('`live` is offered only where the person allows it', async () => {
    const { client } = await joined({ args: ['--allow-live'] });
    const { tools } = await client.listTools();
    expect(tools[0]?.inputSchema.properties).toHaveProperty('live');
    expect(tools[4]?.inputSchema.properties).not.toHaveProperty('live');
  });

  test('checks this machine without starting TensorFlow, and names nobody', async () => {
    const { client } = await joined();
    const { text, isError, value } = await callTool(client, 'gpu-check');
    expect(isError).toBe(false);
    expect(value).toMatchObject({ schema: 'tf-gpu-doctor/diagnosis', timings: { liveMs: 0 } });
    expect(text.length).toBeGreaterThan(100);
    const all = text + JSON.stringify(value);
    for (const secret of ['adalovelace', folder, hostname(), `/${userInfo().username}/`]) {
      expect(all).not.toContain(secret);
    }
  }, 60_000);

  test('every tool answers', async () => {
    const { client } = await joined();
    const schemas: unknown[] = [];
    for (const name of ['cuda-versions', 'gpu-plan', 'snapshot', 'gpu-python']) {
      const { isError, value } = await callTool(client, name);
      schemas.push(isError ? `${name} failed` : value?.['schema']);
    }
    expect(schemas).toEqual([
      'tf-gpu-doctor/cuda-versions',
      'tf-gpu-doctor/plan',
      'tf-gpu-doctor/snapshot',
      'tf-gpu-doctor/pythons',
    ]);
  }, 90_000);

  test('explains a log and a finding', async () => {
    const { client } = await joined();
    const log = 'Could not load dynamic library libcudnn.so.8: cannot open shared object file';
    expect(await callTool(client, 'explain', { text: log })).toMatchObject({
      text: expect.stringContaining('cuDNN'),
      isError: false,
      value: { causes: [expect.objectContaining({ id: 'cudnn-missing' })] },
    });
    const { text } = await callTool(client, 'explain', { id: 'cudnn-missing' });
    expect(text).toContain('cuDNN was not found');
  });

  test('reads files below the folders of the client, and no others', async () => {
    const { client } = await joined({ roots: [project] });
    expect(await callTool(client, 'gpu-plan', { check: 'requirements.txt' })).toMatchObject({
      text: expect.stringContaining('tensorflow-cpu'),
      isError: false,
    });
    expect(
      await callTool(client, 'gpu-check', { from: join(project, 'machine.json') }),
    ).toMatchObject({
      isError: false,
      value: { rootCause: 'cudnn-missing' },
    });
    for (const file of ['../outside.log', join(folder, 'outside.log'), '/etc/passwd', 'nothing']) {
      expect(await callTool(client, 'explain', { file })).toMatchObject({
        text: expect.stringContaining('no such file below'),
        isError: true,
      });
    }
  });

  test('a client without folders has no file read', async () => {
    const { client } = await joined();
    expect(await callTool(client, 'gpu-plan', { check: 'requirements.txt' })).toMatchObject({
      text: expect.stringContaining('declared no folder'),
      isError: true,
    });
  });

  test('refuses what the list of arguments has not, and runs nothing', async () => {
    const { client } = await joined({ roots: [project], args: ['--allow-live'] });
    for (const [name, args] of [
      ['gpu-check', { python: hanging }],
      ['gpu-plan', { python: hanging }],
      ['gpu-plan', { create: join(project, 'new'), yes: true }],
      ['snapshot', { FILE: join(project, 'out.json') }],
      ['gpu-python', { use: hanging }],
    ] as const) {
      expect(await callTool(client, name, args)).toMatchObject({ isError: true });
    }
    await expect(client.callTool({ name: 'gpu-fix', arguments: {} })).rejects.toThrow('no tool');
    expect(existsSync(pids)).toBe(false);
    expect(readdirSync(project).toSorted()).toEqual(['machine.json', 'requirements.txt']);
  });

  test('pages can be listed and read', async () => {
    const { client } = await joined();
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates).toHaveLength(2);
    expect(resources.length).toBeGreaterThan(80);
    expect(resources.filter(({ title }) => !title)).toEqual([]);
    for (const { uri } of [resources[0], resources.at(-1)].filter((one) => one !== undefined)) {
      const { contents } = await client.readResource({ uri });
      expect(contents[0]).toMatchObject({ uri, text: expect.stringMatching(/^## /mu) });
    }
    await expect(
      client.readResource({ uri: 'tf-gpu-doctor://finding/../../package' }),
    ).rejects.toThrow('no page');
  });

  test('progress is told, each step once, and grows', async () => {
    const { client } = await joined();
    const steps: { progress: number; message?: string | undefined }[] = [];
    await client.callTool({ name: 'gpu-check', arguments: {} }, undefined, {
      onprogress: ({ progress, message }) => void steps.push({ progress, message }),
    });
    expect(steps[0]).toEqual({ progress: 1, message: 'Looking at the machine' });
    expect(steps.map(({ progress }) => progress)).toEqual(steps.map((_, at) => at + 1));
    expect(steps.filter(({ message }, at) => message === steps[at - 1]?.message)).toEqual([]);
  }, 60_000);
});
