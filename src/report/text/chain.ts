import type { ChainLink } from '../../diagnose/chain.ts';
import { linkNames, words } from '../words.ts';
import { hanging, pad, type Paper, sign } from './paper.ts';

const nameWidth = Math.max(...Object.values(linkNames).map((name) => name.length));
const wordWidth = Math.max(...Object.values(words).map((word) => word.length));

/** From this width on the summaries stand beside the links, else below them. */
const wide = 72;

/** The chain from top to bottom, with a line from link to link. */
export function chainText(links: readonly ChainLink[], paper: Paper): string[] {
  return links.flatMap((link, at) => {
    const last = at === links.length - 1;
    const down = last ? ' ' : '│';
    const knot = links.length === 1 ? ' ' : at === 0 ? '┌' : last ? '└' : '├';
    const head = `${paper.ink(knot, 'dim')} ${sign(link.status, paper)} `;
    const name = paper.ink(linkNames[link.link], 'bold');
    const word = words[link.status];
    const lines =
      paper.width >= wide
        ? hanging(
            `${head}${pad(name, nameWidth)}  ${pad(paper.ink(word, link.status), wordWidth)}  `,
            link.summary,
            paper,
          )
        : [head + name, ...hanging('    ', `${word}: ${link.summary}`, paper)];
    return lines.map((line, row) =>
      row === 0 ? line : (paper.ink(down, 'dim') + line.slice(1)).trimEnd(),
    );
  });
}
