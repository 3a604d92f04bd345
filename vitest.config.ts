import { defineConfig } from 'vitest/config';

// Pure code keeps nothing between files, so they share their workers: a fresh one each took three times as long.
// A test of theirs takes milliseconds; on a busy machine a few go through thousands of cases for seconds.
const quick = { isolate: false, pool: 'threads' as const, testTimeout: 30_000 };
// Real servers, browsers and kernels on a shared machine.
const slow = { testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], ...quick } },
      { test: { name: 'machines', include: ['test/machines/**/*.test.ts'], ...quick } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], ...slow } },
      { test: { name: 'wire', include: ['test/wire/**/*.test.ts'], ...slow } },
      { test: { name: 'collect', include: ['test/collect/**/*.test.ts'], ...slow } },
      { test: { name: 'lab', include: ['test/lab/**/*.test.ts'], ...slow } },
      { test: { name: 'fix', include: ['test/fix/**/*.test.ts'], ...slow } },
      { test: { name: 'setup', include: ['test/setup/**/*.test.ts'], ...slow } },
      {
        test: {
          name: 'web',
          include: ['test/web/**/*.test.ts'],
          globalSetup: ['test/web/build-page.ts'],
          ...slow,
        },
      },
      {
        test: {
          name: 'jupyter',
          include: ['test/jupyter/**/*.test.ts'],
          globalSetup: ['test/jupyter/shared-server.ts'],
          ...slow,
        },
      },
      {
        test: {
          name: 'pictures',
          include: ['test/jupyter/pictures.ts'],
          globalSetup: ['test/jupyter/shared-server.ts'],
          ...slow,
        },
      },
    ],
  },
});
