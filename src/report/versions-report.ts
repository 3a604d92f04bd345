import type { VersionFit } from '../diagnose/fits.ts';
import type { Version } from '../diagnose/versions.ts';
import type { Block, Cell, Report, Status, Table } from './report.ts';

/** The versions for people. */
export function versionsReport(
  inUse: readonly Version[],
  onDisk: readonly Version[],
  fits: readonly VersionFit[],
  target: { readonly python: string; readonly chosenBecause: string },
): Report {
  const blocks: Block[] = [
    { kind: 'headline', ...headlineOf(fits) },
    {
      kind: 'table',
      caption: 'Which versions have to fit together',
      columns: [{ title: 'Parts' }, { title: 'Fit' }, { title: 'Why' }],
      rows: fits.map((fit) => [partsOf(fit), fitCell(fit), fit.because]),
    },
    versionTable('What TensorFlow finds when it starts', together(inUse), target),
  ];
  if (onDisk.length > 0) {
    blocks.push(versionTable('On the disk as well. TensorFlow does not use these', onDisk, target));
  }
  return { blocks };
}

function headlineOf(fits: readonly VersionFit[]): {
  readonly status: Status;
  readonly text: string;
} {
  const [bad, ...others] = fits.filter((fit) => fit.fits === 'no');
  if (bad !== undefined) {
    const more = others.length === 0 ? '' : ` Neither do ${others.map(partsOf).join(', nor ')}.`;
    const text = `${partsOf(bad)} do not fit together: ${bad.because}.`;
    return { status: 'fail', text: text + more };
  }
  return fits.every((fit) => fit.fits === 'yes')
    ? { status: 'ok', text: 'These versions fit together.' }
    : { status: 'info', text: 'No mismatch was found, but some versions could not be compared.' };
}

/** `Driver and CUDA of TensorFlow`: the pair as it begins a sentence or a row. */
function partsOf({ parts }: VersionFit): string {
  const pair = parts.join(' and ');
  return pair.charAt(0).toUpperCase() + pair.slice(1);
}

function fitCell({ fits, missing }: VersionFit): Cell {
  if (missing === true) return { text: 'missing', status: 'fail' };
  if (fits === 'yes') return { text: 'fits', status: 'ok' };
  return fits === 'no'
    ? { text: 'does not fit', status: 'fail' }
    : { text: 'not compared', status: 'unknown' };
}

function versionTable(
  caption: string,
  versions: readonly Version[],
  target: { readonly chosenBecause: string },
): Table {
  return {
    kind: 'table',
    caption,
    columns: [{ title: 'Part' }, { title: 'Version' }, { title: 'Where' }],
    rows: versions.map((one) => [
      one.part.replace(/^the /u, 'The '),
      versionText(one),
      [one.where, one.note, one.part === 'Python' && `examined because of: ${target.chosenBecause}`]
        .filter(Boolean)
        .join('; '),
    ]),
  };
}

/** Libraries in a row of which the same is to be said, such as all parts of a cuDNN that is missing, are one row. */
function together(versions: readonly Version[]): Version[] {
  const rows: Version[] = [];
  for (const one of versions) {
    const last = rows.at(-1);
    if (last !== undefined && one.version === null && sameSaid(last, one)) {
      rows[rows.length - 1] = { ...last, part: `${last.part}, ${one.part}` };
    } else rows.push(one);
  }
  return rows;
}

function sameSaid(left: Version, right: Version): boolean {
  const areLibraries = [left, right].every(({ part }) => part.startsWith('`lib'));
  return (
    areLibraries &&
    left.state === right.state &&
    left.where === right.where &&
    left.note === right.note
  );
}

function versionText({ version, state }: Version): string {
  if (version !== null) return version;
  return state === 'absent' ? 'none' : 'unknown';
}
