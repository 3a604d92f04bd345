export type { Knowledge } from './tables.ts';
export * from './driver.ts';
export * from './errors.ts';
export * from './gpus.ts';
export * from './tensorflow.ts';
export * from './version.ts';
