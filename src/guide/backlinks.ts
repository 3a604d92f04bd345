import type { Page } from './page.ts';

/** A Markdown section that leads from a finding to the places of the guide that speak of it; empty when none does. */
export function inTheGuide(finding: string, pages: readonly Page[]): string {
  const places = pages.flatMap((page) => {
    const part = page.parts.find(
      (each) => each.kind === 'prose' && each.markdown.includes(`(../findings/${finding}.md)`),
    );
    if (!part) return [];
    const anchor = part.id === 'top' ? '' : `#${part.id}`;
    return [`- [${page.front.title}](../guide/${page.id}.md${anchor})`];
  });
  return places.length > 0 ? `\n## In the guide\n\n${places.join('\n')}\n` : '';
}
