/**
 * Whether every case of a slow table is run: `npm run accuracy` sets TF_GPU_DOCTOR_ALL=1. Otherwise `npm test` runs
 * those that have something of their own, and names how many it left to that.
 */
export const runAll: boolean = process.env['TF_GPU_DOCTOR_ALL'] === '1';

/** Why the other cases of a table are not run now. */
export const leftToAccuracy = '`npm run accuracy` runs them';
