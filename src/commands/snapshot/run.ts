import type { Observations } from '../../snapshot/observations/index.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { jsonText, type JsonObject } from '../../json.ts';
import type { Report, Table } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { checkMachine } from '../../check/check-machine.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import { redactorFor } from '../../command-model/redacted.ts';
import { hasSchema, writeOurs } from '../../command-model/own-file.ts';

/** Collects what `gpu-check` would, redacts it, and writes or prints it. */
export async function takeSnapshot(context: Context, args: Arguments): Promise<Outcome> {
  const [file] = args.positionals;
  const request = checkRequest(context, args);
  const { snapshot: full } = await checkMachine(
    request,
    (stage) => context.show(working(`TensorFlow in a process of its own: ${stage}`)),
    { onProgress: () => context.show(working('Looking at the machine')) },
  );
  const raw = args.options['raw'] !== undefined;
  const snapshot = raw ? full : redacted(full, context);
  const text = `${jsonText(snapshot, 1)}\n`;
  if (file !== undefined) writeOurs(file, context.cwd, text, isSnapshot);
  // Through JSON, so that the value is what the file holds.
  const value: JsonObject = JSON.parse(text);
  return {
    report: reportOf(snapshot, file, text),
    value,
    exitCode: 0,
    ...(file === undefined && { printed: text }),
  };
}

function redacted(snapshot: Snapshot, context: Context): Snapshot {
  return { ...redactorFor(context).value(snapshot), redacted: true };
}

const isSnapshot = (text: string): boolean => hasSchema(text, ['tf-gpu-doctor/snapshot']);

function reportOf(snapshot: Snapshot, file: string | undefined, text: string): Report {
  const size = `${String(Math.ceil(Buffer.byteLength(text) / 1000))} kB`;
  const inFile = file === undefined ? '' : ` in ${file}`;
  return {
    blocks: [
      {
        kind: 'headline',
        status: snapshot.redacted ? 'ok' : 'warn',
        text: snapshot.redacted
          ? `This machine is recorded${inFile}: ${size}. Names, addresses, tokens and serial numbers were taken out.`
          : `This machine is recorded${inFile}: ${size}, with names and addresses as they are.`,
        next: snapshot.redacted
          ? 'Look through it before you pass it on.'
          : 'Send it only to people who may read them.',
      },
      ...(file === undefined
        ? []
        : [{ kind: 'commands', lines: [`tf-gpu-doctor gpu-check --from ${file}`] } as const]),
      answersTable(snapshot.observations),
      ...(file === undefined
        ? [
            {
              kind: 'details',
              summary: `The snapshot: ${size}`,
              blocks: [{ kind: 'log', text }],
            } as const,
          ]
        : []),
    ],
  };
}

/** What answered, and why the rest did not. */
function answersTable(observations: Observations): Table {
  return {
    kind: 'table',
    columns: [{ title: 'Probe' }, { title: 'Answer' }, { title: 'ms', align: 'right' }],
    rows: Object.entries(observations).map(([name, one]) => [
      `\`${name}\``,
      one.ok
        ? { text: 'yes', status: 'ok' }
        : { text: `${one.reason}: ${one.detail}`, status: 'unknown' },
      String(Math.round(one.ms)),
    ]),
  };
}

function working(text: string): Report {
  return { blocks: [{ kind: 'progress', text }] };
}
