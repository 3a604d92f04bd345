import { xid } from '../../knowledge/errors.ts';
import type { ReaderKind } from '../reader.ts';

const trace = /\bXid\b(?: \([^)]{0,40}\))?[: =]{1,3}(\d{1,3})\b/;

/** What the driver writes into the kernel log when a GPU or a program on it fails, by its number. */
export const xids: ReaderKind = {
  words: ['xid'],
  create() {
    const lines = new Map<number, number[]>();
    return {
      line(line, number) {
        const code = trace.exec(line)?.[1];
        if (code === undefined) return false;
        const seen = lines.get(Number(code)) ?? [];
        if (seen.length < 50) seen.push(number);
        lines.set(Number(code), seen);
        return false;
      },
      causes: ({ knowledge }) =>
        [...lines].map(([code, numbers]) => {
          const row = xid(knowledge, code);
          const ofProgram =
            row?.restart === 'program' ||
            /fault of the program|killed program/u.test(row?.advice ?? '');
          return {
            id: 'gpu-hardware-fault',
            weight: row === undefined ? 0.7 : ofProgram ? 0.6 : 0.94,
            lines: numbers,
            ...(row && {
              summary: `The driver reports Xid ${code}: ${row.meaning}. Advice: ${row.advice}.`,
            }),
          };
        }),
    };
  },
};
