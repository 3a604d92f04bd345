import type { Content } from './content.ts';
import { element } from './elements.ts';
import { preparePaste } from './paste-view.ts';
import { preparePlan } from './plan-view.ts';
import { prepareLookUp } from './look-up-view.ts';
import { showPage } from './page-view.ts';
import { routeOf, type Route } from './route.ts';
import { prepareTables } from './tables-view.ts';

/** Wires the page, and shows what its address asks for. */
export function startPage(): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own build wrote it
  const content = JSON.parse(element('data', HTMLScriptElement).text) as Content;
  const paste = preparePaste(content);
  const plan = preparePlan(content);
  const lookUp = prepareLookUp(content);
  const tables = prepareTables(content);
  const showRoute = (route: Route): void => {
    switch (route.view) {
      case 'paste':
        return paste(route.shared);
      case 'plan':
        return plan(route.words);
      case 'look-up':
        return lookUp();
      case 'tables':
        return tables();
      case 'page':
        return showPage(content, route.id, route.anchor);
    }
  };
  const show = (): void => {
    const route = routeOf(location.hash);
    for (const part of document.querySelectorAll<HTMLElement>('[data-part]')) {
      part.hidden = part.id !== route.view;
    }
    for (const link of document.querySelectorAll<HTMLElement>('nav [data-view]')) {
      if (link.dataset['view'] === route.view) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    scrollTo(0, 0);
    showRoute(route);
  };
  addEventListener('hashchange', () => {
    show();
    // The keyboard goes on in the new part, and the eye sees its beginning.
    element('content', HTMLElement).focus({ preventScroll: true });
  });
  show();
}
