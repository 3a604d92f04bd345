import type { ReaderKind } from '../reader.ts';
import { deviceLists } from './device-lists.ts';
import { driverVersions } from './driver-versions.ts';
import { nvcc } from './nvcc.ts';
import { smiTables } from './nvidia-smi.ts';
import { xids } from './xids.ts';

/** The kinds of text that are read as a whole. */
export const readerKinds: readonly ReaderKind[] = [
  driverVersions,
  smiTables,
  deviceLists,
  xids,
  nvcc,
];
