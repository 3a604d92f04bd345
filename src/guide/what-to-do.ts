import type { Interface } from '../interface.ts';
import type { Block } from '../report/report.ts';
import { blocksOf } from './blocks.ts';

/** The reader of a finding's page: from where, and on which system the text came up, when that is known. */
export interface RemedyReader {
  readonly ui: Interface;
  readonly os: 'linux' | 'windows' | 'mac' | null;
}

/** An alternative begins with its name in bold: `**Windows, PowerShell.**`. */
const alternative = /^(?=\*\*[^*\n]+\*\*)/mu;

/**
 * What a finding's page tells to do, for this reader: alternatives for another system are left out, the one for a
 * notebook stands first there and is left out elsewhere.
 */
export function remedyBlocks(id: string, page: string, reader: RemedyReader): Block[] {
  const section = /^## What to do\n(?<text>[^]*?)(?=^## |$(?![^]))/mu.exec(page)?.groups?.['text'];
  if (section === undefined) return [];
  const parts = section.split(alternative);
  const wanted = parts.filter((part) => isFor(part, reader));
  // A page for one system only says what to do there, whoever reads it.
  const kept = wanted.some((part) => part.trim() !== '') ? wanted : parts;
  const first = kept.filter((part) => isForNotebook(part));
  const rest = kept.filter((part) => !isForNotebook(part));
  const blocks = blocksOf([...first, ...rest].join('\n'), {
    from: id,
    folder: 'findings',
    ui: reader.ui,
  });
  return reader.ui === 'notebook' ? blocks.map(inNotebookWords) : blocks;
}

/** In a notebook `%pip` installs into the Python that runs the cells; a shell's `python3` may be another one. */
function inNotebookWords(block: Block): Block {
  if (block.kind !== 'commands') return block;
  return {
    ...block,
    lines: block.lines.map((line) => line.replace(/^python3? -m pip /u, '%pip ')),
  };
}

const isForNotebook = (part: string): boolean => /^\*\*In a notebook\b/u.test(part);

function isFor(part: string, { ui, os }: RemedyReader): boolean {
  if (isForNotebook(part)) return ui === 'notebook';
  const [, label = ''] = /^\*\*([^*\n]+)\*\*/u.exec(part) ?? [];
  const windowsOnly = /^Windows\b(?!.*\bWSL)/u.test(label);
  const linuxOnly = /^(?:Every )?(?:Linux|Ubuntu|Debian|Fedora|RHEL|openSUSE|Arch|WSL)/u.test(
    label,
  );
  const macOnly = /^macOS\b/u.test(label);
  if (os === 'linux') return !windowsOnly && !macOnly;
  if (os === 'windows') return !linuxOnly && !macOnly;
  if (os === 'mac') return !linuxOnly && !windowsOnly;
  return true;
}
