import type { JsonObject } from '../../src/json.ts';
import type { Kernel } from '../kernel.ts';
import { respondTo } from '../requests/reply.ts';
import type { MagicRequest, MagicResult } from './magic-rpc.ts';
import { hostOf, runMagic } from './run-magic.ts';

/**
 * Runs a magic that a Python cell asks for. Its result is shown under that cell, unless the cell captures its output
 * (`%%capture`): then Python gets the messages and shows them itself.
 */
export async function runMagicOfPython(
  kernel: Kernel,
  { name, line, cell: body, cell_id: id, capture }: MagicRequest,
  hungUp: AbortSignal,
): Promise<MagicResult> {
  const cell = kernel.python.find(id ?? undefined) ?? kernel.native.cell();
  if (cell === undefined)
    return { error: 'No cell has run yet, so there is no place to show this.' };
  const magic = { name, line, ...(body !== null && { cell: body }) };
  const outputs: (readonly [type: string, content: JsonObject])[] = [];
  const place =
    capture === true
      ? { publish: (type: string, content: JsonObject) => void outputs.push([type, content]) }
      : {
          publish: respondTo(kernel.clients, 'shell', cell).publish,
          progress: 'stays' as const,
        };
  kernel.native.flush();
  const end = await kernel.interrupts.during(
    (signal) => runMagic(hostOf(kernel), magic, place, signal),
    hungUp,
  );
  if ('error' in end) return { error: end.lines.join('\n') };
  return { ...end, outputs };
}
