import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that only this user can enter, for sockets and the files that tell of them. */
export interface PrivateFolder {
  readonly path: string;
  remove(): void;
}

/** The path of a Unix socket may have 103 bytes on macOS, 107 on Linux; our file names take under 20 of them. */
const longestFolder = 80;

/** Made with a short path. Whoever asks removes it. */
export function makePrivateFolder(): PrivateFolder {
  const usual = join(tmpdir(), 'tfgd-');
  const path = mkdtempSync(Buffer.byteLength(usual) < longestFolder ? usual : '/tmp/tfgd-');
  chmodSync(path, 0o700);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
