import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  archFor,
  architectureOfDevice,
  cudaError,
  cudaFor,
  cudaOfDriver,
  cudnnFor,
  driverFor,
  driverRuns,
  kernelFit,
  nameCudaError,
  newestFor,
  peaksOf,
  pythonFor,
  releaseOf,
  xid,
} from '../../../src/knowledge/index.ts';
import { isNewerThanTables, tablesDay, tableSource } from '../../../src/knowledge/age.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { tableNames, tableOf } from '../../../src/knowledge/tables.ts';
import { root } from '../../../src/root.ts';
import { sourceFiles } from '../source-files.ts';

const knowledge = loadKnowledge();

describe('tables', () => {
  test.each(tableNames)('%s: every row names a source that is written out', (name) => {
    const text = readFileSync(join(root, 'content/compat', `${name}.json`), 'utf8');
    const result = v.safeParse(tableOf(name), JSON.parse(text));
    const wrong = (result.issues ?? []).map(
      (issue) => `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`,
    );
    expect(wrong).toEqual([]);
    if (!result.success) return;
    const file = result.output;
    // What the product takes without a look of its own is what was checked here.
    expect(knowledge[name]).toEqual(file.rows);
    expect(file.rows.length).toBeGreaterThan(0);
    expect(file.rows.filter((row) => file.sources[row.source] === undefined)).toEqual([]);
    const nested = file.rows.flatMap((row) =>
      'lowestCapability' in row && Array.isArray(row.lowestCapability) ? row.lowestCapability : [],
    );
    const used = new Set([...file.rows, ...nested].map((row) => row.source));
    expect(Object.keys(file.sources).filter((key) => !used.has(key))).toEqual([]);
  });

  test.each(tableNames)('%s: somebody asks it', (name) => {
    const asks = new RegExp(String.raw`knowledge(?:\.${name}\b|\['${name}'\])`, 'u');
    const asking = sourceFiles(['src'], ['.ts']).filter(({ text }) => asks.test(text));
    expect(asking.map(({ path }) => path)).not.toEqual([]);
  });

  test('are read once', () => {
    expect(loadKnowledge()).toBe(knowledge);
  });
});

describe('TensorFlow', () => {
  test('CUDA and cuDNN by release', () => {
    expect(cudaFor(knowledge, '2.21.0')).toBe('12.5');
    expect(cudnnFor(knowledge, '2.21.0')).toBe('9.3');
    expect(cudaFor(knowledge, '2.4.1')).toBe('11.0');
    expect(cudaFor(knowledge, '2.30.0')).toBeUndefined();
  });

  test('a nightly build of a minor version that the tables know is judged as one, a newer one is not', () => {
    expect(releaseOf(knowledge, '2.23.0-dev20261125')?.tensorflow).toBe('nightly');
    expect(releaseOf(knowledge, '2.24.0-dev20270101')).toBeUndefined();
    expect(releaseOf(knowledge, '2.24.0')).toBeUndefined();
  });

  test.each([
    ['2.21.0', false],
    ['2.10.1', false],
    ['2.99.0', true],
    ['2.99.0-dev20270101', true],
    ['2.23.0-dev20261026', false],
  ])('%s is newer than the tables: %s', (version, expected) => {
    expect(isNewerThanTables(knowledge, version)).toBe(expected);
  });

  test('a table as a source is named with the day on which somebody looked', () => {
    expect(tableSource(knowledge, 'tensorflow')).toMatch(
      /tensorflow\.json, tables of 20\d\d-\d\d-\d\d$/,
    );
    expect(tablesDay(knowledge)).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test('Pythons', () => {
    expect(pythonFor(knowledge, '2.21.0')).toEqual(['3.10', '3.11', '3.12', '3.13']);
    expect(newestFor(knowledge, '3.9')?.tensorflow).toBe('2.20');
    expect(newestFor(knowledge, '3.8')?.tensorflow).toBe('2.13');
    expect(newestFor(knowledge, '3.14')).toBeUndefined();
  });
});

describe('driver', () => {
  test('oldest driver, with minor-version compatibility', () => {
    expect(driverFor(knowledge, '12.5.1')).toEqual({
      native: '555.42.02',
      minor: '525.60.13',
      least: '525.60.13',
    });
    expect(driverFor(knowledge, '10.1')?.least).toBe('418.39');
    expect(driverFor(knowledge, '99.0')).toBeUndefined();
  });

  test.each([
    ['12.4', '12.5.1', 'minor'],
    ['12.5', '12.5.1', 'yes'],
    ['13.0', '12.5', 'yes'],
    ['11.8', '12.0', 'no'],
    ['10.0', '10.1', 'no'],
  ])('a driver for CUDA %s and libraries of %s: %s', (supported, wanted, expected) => {
    expect(driverRuns(supported, wanted)).toBe(expected);
  });

  test('CUDA of a driver branch', () => {
    expect(cudaOfDriver(knowledge, '550.54.14')).toBe('12.4');
    expect(cudaOfDriver(knowledge, '552.22')).toBe('12.4');
    expect(cudaOfDriver(knowledge, '999.1')).toBeUndefined();
  });
});

describe('cards', () => {
  test.each([
    ['NVIDIA GeForce RTX 3060 Ti', '8.6'],
    ['NVIDIA GeForce RTX 4070 Laptop GPU', '8.9'],
    ['NVIDIA A100-SXM4-80GB', '8.0'],
    ['NVIDIA H100 80GB HBM3', '9.0'],
    ['Tesla T4', '7.5'],
    ['Tesla V100-SXM2-16GB', '7.0'],
    ['NVIDIA TITAN X (Pascal)', '6.1'],
    ['NVIDIA L4', '8.9'],
    ['GRID T4-16Q', '7.5'],
    ['GRID V100DX-8C', '7.0'],
    ['NVIDIA RTXA6000-48Q', '8.6'],
    ['NVIDIA RTX 500 Ada Generation Laptop GPU', '8.9'],
    ['Fake GPU', undefined],
  ])('%s has capability %s', (name, capability) => {
    expect(archFor(knowledge, name)?.capability).toBe(capability);
  });

  // From the first to the last id of a group in NVIDIA's lists; what lies between groups belongs to nobody.
  test.each([
    ['0x1023', 'Kepler'],
    ['0x13c2', 'Maxwell'],
    ['0x1b80', 'Pascal'],
    ['0x1db4', 'Volta'],
    ['0x1eb8', undefined],
    ['0x2b85', 'Blackwell'],
    ['0x3182', 'Blackwell'],
    ['0x1140', undefined],
  ])('PCI id %s is of %s', (device, architecture) => {
    expect(architectureOfDevice(knowledge, device)).toBe(architecture);
  });

  test.each([
    ['NVIDIA A100-SXM4-40GB', 19.5],
    ['NVIDIA A100-PCIE-40GB', 19.5],
    ['NVIDIA GeForce RTX 2080 Ti', 13.4],
    ['NVIDIA H100 PCIe', 51],
    ['Tesla T4', 8.1],
    ['NVIDIA GeForce RTX 9999', undefined],
  ])('%s has a float32 peak of %s TFLOP/s', (name, fp32) => {
    expect(peaksOf(knowledge, name)?.fp32).toBe(fp32);
  });

  test.each([
    ['8.6', 'native'],
    ['8.9', 'native'],
    ['9.0', 'ptx'],
    ['12.0', 'ptx'],
    ['5.2', 'too-old'],
    ['3.0', 'too-old'],
  ])('the kernels of 2.21 on capability %s: %s', (capability, fit) => {
    const kernels = ['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90'];
    expect(kernelFit(kernels, capability)).toBe(fit);
  });
});

test('errors by number and by name', () => {
  expect(cudaError(knowledge, 803)?.driverName).toBe('CUDA_ERROR_SYSTEM_DRIVER_MISMATCH');
  expect(cudaError(knowledge, 'cudaErrorInsufficientDriver')?.code).toBe(35);
  expect(nameCudaError(knowledge, 100)).toBe('100 (CUDA_ERROR_NO_DEVICE)');
  expect(nameCudaError(knowledge, 12345)).toBe('12345');
  expect(xid(knowledge, 79)?.restart).toBe('machine');
});
