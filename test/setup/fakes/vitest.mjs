// Stands in for Vitest: what becomes of a suite stands in the suite's own folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const suite = process.argv
  .find((word) => word.startsWith('--project='))
  ?.slice('--project='.length);
const sum = `test/${suite}/sum.json`;
if (existsSync(sum)) writeFileSync(process.env.TF_GPU_DOCTOR_SUM ?? '', readFileSync(sum));
process.exitCode = existsSync(`test/${suite}/crashes`) ? 1 : 0;
