import { titleOf } from '../content/page-ids.ts';
import { findingIds, findingText, loadPages } from '../content/pages.ts';

const scheme = 'tf-gpu-doctor';
const mimeType = 'text/markdown';

/** A page that an assistant can read. */
interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly mimeType: string;
}

/** The pages of the guide in reading order, then those of the findings. */
export function listResources(): Resource[] {
  const pages = loadPages().map(({ id, front }) => ({
    uri: `${scheme}://guide/${id}`,
    name: `guide/${id}`,
    title: front.title,
    description: front.summary,
    mimeType,
  }));
  const findings = findingIds().map((id) => ({
    uri: `${scheme}://finding/${id}`,
    name: `finding/${id}`,
    title: titleOf(id),
    mimeType,
  }));
  return [...pages, ...findings];
}

/** How the addresses are made up. */
export const resourceTemplates = [
  { uriTemplate: `${scheme}://finding/{id}`, name: 'The page of a finding', mimeType },
  { uriTemplate: `${scheme}://guide/{id}`, name: 'A page of the guide', mimeType },
];

/** The Markdown of a page; undefined when there is none at this address. */
export function readResource(
  uri: string,
): { uri: string; mimeType: string; text: string } | undefined {
  const { kind, id = '' } =
    /^tf-gpu-doctor:\/\/(?<kind>finding|guide)\/(?<id>[\w-]{1,80})$/u.exec(uri)?.groups ?? {};
  const text =
    kind === 'finding'
      ? findingText(id)
      : kind === 'guide'
        ? loadPages().find((page) => page.id === id)?.body
        : undefined;
  return text === undefined ? undefined : { uri, mimeType, text };
}
