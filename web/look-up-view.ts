import MiniSearch from 'minisearch';
import { linkNames } from '../src/report/words.ts';
import { findingTitle, guidePages, type Content } from './content.ts';
import { element, made } from './elements.ts';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const mostResults = 20;

/** Wires the search, the map and the list of pages. The index is made when it is first looked at. */
export function prepareLookUp(content: Content): () => void {
  let isReady = false;
  return () => {
    if (isReady) return;
    isReady = true;
    element('map', HTMLOListElement).append(...mapItems(content));
    element('pages', HTMLUListElement).append(
      ...guidePages(content).map(({ id, front }) =>
        made('li', {}, linkTo(id, front.title), `: ${front.summary}`),
      ),
    );
    prepareSearch(entriesOf(content));
  };
}

function prepareSearch(entries: readonly Entry[]): void {
  const search = new MiniSearch<Entry>({
    fields: ['id', 'title', 'text'],
    storeFields: ['title'],
    searchOptions: { boost: { title: 4, id: 3 }, prefix: true, fuzzy: 0.2, combineWith: 'AND' },
  });
  search.addAll(entries);
  const titles = new Map(entries.map(({ id, title }) => [id, title]));
  const query = element('query', HTMLInputElement);
  const matches = element('matches', HTMLElement);
  const results = element('results', HTMLOListElement);
  query.addEventListener('input', () => {
    const found = search.search(query.value).slice(0, mostResults);
    matches.textContent =
      query.value.trim() === ''
        ? ''
        : found.length === 0
          ? 'Nothing was found.'
          : `${found.length} found`;
    results.replaceChildren(
      ...found.map(({ id }) => made('li', {}, linkTo(String(id), titles.get(String(id)) ?? ''))),
    );
  });
}

function entriesOf(content: Content): Entry[] {
  const findings = Object.entries(content.findings).map(([id, text]) => ({
    id,
    title: findingTitle(content, id),
    text,
  }));
  const pages = guidePages(content).map(({ id, front, body }) => ({
    id,
    title: front.title,
    text: `${front.summary}\n${body}`,
  }));
  return [...findings, ...pages];
}

/** The links of the chain in order, each with the findings that break it. */
function mapItems(content: Content): Node[] {
  const ids = Object.keys(content.findings);
  return Object.entries(linkNames).map(([link, name]) => {
    const those = ids.filter((id) => linkOf(content.findings[id] ?? '') === link);
    const list = made(
      'ul',
      {},
      ...those.map((id) => made('li', {}, linkTo(id, findingTitle(content, id)))),
    );
    const summary = made('summary', {}, `${name} (${those.length})`);
    return made('li', {}, made('details', {}, summary, list));
  });
}

/** The link that a finding's page names in its head. */
function linkOf(text: string): string | undefined {
  return /^link: (.+)$/mu.exec(text)?.[1];
}

const linkTo = (id: string, title: string): HTMLElement => made('a', { href: `#${id}` }, title);
