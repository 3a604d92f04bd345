import type { BrowserContext, Page } from 'playwright-core';

/** What a page did that a text must not make it do. */
export interface AttackWatch {
  /** Dialogs and calls of the functions that hostile texts call. */
  readonly ran: readonly string[];
  /** Addresses that were asked for, but for those of the host given. */
  readonly asked: readonly string[];
}

/** Begins to watch; every page of the context that is opened from now on is watched. */
export async function watchForAttacks(context: BrowserContext, host: string): Promise<AttackWatch> {
  const ran: string[] = [];
  const asked: string[] = [];
  await context.exposeFunction('tgdAttack', (what: string) => ran.push(what));
  await context.addInitScript('window.alert = (what) => window.tgdAttack(`alert ${what}`);');
  context.on('dialog', (dialog) => {
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith('http') && address.host !== host) asked.push(address.href);
  });
  // A text that gets out is seen, but reaches nobody.
  await context.route(
    (address) => address.protocol.startsWith('http') && address.host !== host,
    (route) => route.abort(),
  );
  return { ran, asked };
}

/** Does to everything within the elements of a selector what a reader with a mouse and keyboard may do. */
export async function touchEverything(page: Page, selector: string): Promise<void> {
  await page.evaluate(`
    for (const one of document.querySelectorAll(${JSON.stringify(`${selector} details`)})) one.open = true;
    for (const one of document.querySelectorAll(${JSON.stringify(`${selector} *`)}))
      for (const type of ['mouseover', 'mouseenter', 'focus', 'click', 'toggle'])
        one.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    new Promise((resolve) => setTimeout(resolve, 50));
  `);
}

/** Elements and attributes that could run or load something: one line for each. */
export async function dangerousParts(page: Page, selector: string): Promise<readonly string[]> {
  return page.evaluate(`
    [...document.querySelectorAll(${JSON.stringify(`${selector} *`)})].flatMap((one) => [
      ...(['script', 'iframe', 'object', 'embed', 'link', 'img', 'form', 'base', 'meta'].includes(one.localName)
        ? [one.localName] : []),
      ...one.getAttributeNames()
        .filter((name) => /^on/i.test(name) || /^(?:src|href|action|formaction|srcdoc)$/i.test(name))
        .map((name) => one.localName + ' ' + name + '=' + one.getAttribute(name)),
    ])
  `);
}

/** Elements that reach beyond the right edge of those of a selector, but for what scrolls in itself. */
export async function overflowing(page: Page, selector: string): Promise<readonly string[]> {
  return page.evaluate(`
    [...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((frame) => {
      const right = Math.min(frame.getBoundingClientRect().right, document.documentElement.clientWidth) + 1;
      return [frame, ...frame.querySelectorAll('*')]
        .filter((one) => one === frame || one.parentElement.closest('.tgd-scroll, .tgd-log, svg') === null)
        .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > right)
        .map((one) => one.localName + '.' + String(one.getAttribute('class')) + ' ' + one.textContent.slice(0, 40));
    })
  `);
}
