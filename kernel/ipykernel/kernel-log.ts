import { closeSync, constants, openSync, readSync } from 'node:fs';
import { uptime } from 'node:os';

/** Older lines belong to something else, in s. */
const recent = 60;
/** The log holds about ten thousand records; each read gives one. */
const mostRecords = 20_000;
const mostLines = 3;

/**
 * What the system's log said in the last minute of a process, or of a GPU: that memory ran out, where it crashed, an
 * Xid. Empty where the log may not be read, which is so for most users.
 */
export function kernelLinesOf(pid: number, device = '/dev/kmsg'): string[] {
  const own = new RegExp(`\\[${pid}\\]|[Kk]illed process ${pid}\\b|\\bpid[= ]'?${pid}\\b`, 'u');
  const since = uptime() - recent;
  const lines = recordsOf(device).flatMap((record) => {
    // `6,1234,5678901,-;text`: priority, number, microseconds since the start.
    const [, micros, text] = /^\d+,\d+,(\d+)[^;]*;([^\n]*)/u.exec(record) ?? [];
    if (text === undefined || Number(micros) / 1e6 < since) return [];
    return own.test(text) || text.includes('NVRM: Xid') ? [text.trim()] : [];
  });
  return lines.slice(-mostLines);
}

function recordsOf(device: string): string[] {
  const records: string[] = [];
  let file: number | undefined;
  try {
    file = openSync(device, constants.O_RDONLY | constants.O_NONBLOCK);
    const buffer = Buffer.alloc(8192);
    while (records.length < mostRecords) {
      const length = readSync(file, buffer, 0, buffer.length, null);
      if (length === 0) break;
      records.push(buffer.toString('utf8', 0, length));
    }
  } catch {
    // EAGAIN: all was read. Others: this user may not.
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return records;
}
