import type { Fit } from '../diagnose/fits.ts';
import type { Version } from '../diagnose/versions.ts';
import type { Block, Cell, Report, Status, Table } from './report.ts';

/** The versions for people. */
export function versionsReport(
  inUse: readonly Version[],
  onDisk: readonly Version[],
  fits: readonly Fit[],
  target: { readonly python: string; readonly chosenBecause: string },
): Report {
  const blocks: Block[] = [
    { kind: 'headline', ...headlineOf(fits) },
    {
      kind: 'table',
      caption: 'What goes together',
      columns: [{ title: 'Parts' }, { title: 'Fit' }, { title: 'Because' }],
      rows: fits.map((fit) => [fit.parts.join(' and '), fitCell(fit), fit.because]),
    },
    versionTable('What TensorFlow meets when it starts', inUse),
  ];
  if (onDisk.length > 0) {
    blocks.push(versionTable('On the disk. TensorFlow does not ask these', onDisk));
  }
  blocks.push({
    kind: 'paragraph',
    text: `Python: \`${target.python}\`, because: ${target.chosenBecause}.`,
  });
  return { blocks };
}

function headlineOf(fits: readonly Fit[]): { readonly status: Status; readonly text: string } {
  const bad = fits.filter((fit) => fit.fits === 'no');
  const [first] = bad;
  if (first !== undefined) {
    return { status: 'info', text: `Not everything fits: ${first.because}.` };
  }
  return fits.every((fit) => fit.fits === 'yes')
    ? { status: 'ok', text: 'These versions fit together.' }
    : { status: 'info', text: 'Nothing here contradicts, but not everything could be compared.' };
}

function fitCell({ fits }: Fit): Cell {
  if (fits === 'yes') return { text: 'fits', status: 'ok' };
  return fits === 'no'
    ? { text: 'does not fit', status: 'fail' }
    : { text: 'not compared', status: 'unknown' };
}

function versionTable(caption: string, versions: readonly Version[]): Table {
  return {
    kind: 'table',
    caption,
    columns: [{ title: 'Part' }, { title: 'Version' }, { title: 'Where' }],
    rows: versions.map((one) => [
      one.part,
      versionText(one),
      [one.where, one.note].filter(Boolean).join('; '),
    ]),
  };
}

function versionText({ version, state }: Version): string {
  if (version !== null) return version;
  return state === 'absent' ? 'none' : 'unknown';
}
