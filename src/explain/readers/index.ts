import type { ReaderKind } from '../reader.ts';
import { deviceLists } from './device-lists.ts';
import { driverVersions } from './driver-versions.ts';
import { nvcc } from './nvcc.ts';
import { nvidiaSmi } from './nvidia-smi.ts';
import { xids } from './xids.ts';

/** The kinds of text that are read as a whole. */
export const readerKinds: readonly ReaderKind[] = [
  driverVersions,
  nvidiaSmi,
  deviceLists,
  xids,
  nvcc,
];
