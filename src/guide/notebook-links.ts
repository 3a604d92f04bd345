import { targetOf, type LinkTarget } from './links.ts';

/** From the id of a guide page to the name of its notebook. */
export type NotebookNames = ReadonlyMap<string, string>;

/** The notebook in which every finding is a cell. */
export const findingsNotebook = '90-findings.ipynb';

/**
 * Turns links between pages into links between notebooks, down to the cell, which is what works in JupyterLab: it
 * sees nothing outside the folder of notebooks.
 */
export function linksForNotebook(
  text: string,
  page: {
    readonly from: string;
    readonly folder: 'guide' | 'findings';
    readonly names: NotebookNames;
  },
): string {
  return text.replace(/\]\(([^()\s]+)\)/g, (_, href: string) => {
    const target = targetOf(href, page.from, page.folder);
    return `](${addressOf(target, page.names)})`;
  });
}

function addressOf(target: LinkTarget, names: NotebookNames): string {
  switch (target.kind) {
    case 'outside':
      return target.href;
    case 'finding':
      return `${findingsNotebook}#cell-id=${target.id}`;
    case 'page': {
      const name = names.get(target.id) ?? `${target.id}.ipynb`;
      return target.anchor ? `${name}#cell-id=${target.anchor}` : name;
    }
  }
}
