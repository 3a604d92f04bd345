import { platform } from 'node:process';
import type { Shell } from '../shell.ts';

/** The shell that a new terminal of this computer most likely runs. */
export const shellHere: Shell = platform === 'win32' ? 'powershell' : 'posix';
