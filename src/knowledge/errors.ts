import type { Knowledge, Row } from './tables.ts';

/** A CUDA error by its number (803) or by either of its names (`CUDA_ERROR_SYSTEM_DRIVER_MISMATCH`). */
export const cudaError = (
  knowledge: Knowledge,
  code: number | string,
): Row<'cuda-errors'> | undefined =>
  knowledge['cuda-errors'].find(
    (row) => row.code === code || row.driverName === code || row.runtimeName === code,
  );

/** `803 (CUDA_ERROR_SYSTEM_DRIVER_MISMATCH)`; the bare number when the table does not list it. */
export function nameCudaError(knowledge: Knowledge, code: number): string {
  const row = cudaError(knowledge, code);
  const name = row?.driverName ?? row?.runtimeName;
  return name ? `${code} (${name})` : String(code);
}

/** What an Xid number of the kernel log means. */
export const xid = (knowledge: Knowledge, number: number): Row<'xid'> | undefined =>
  knowledge.xid.find((row) => row.xid === number);
