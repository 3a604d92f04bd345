import { createServer, type Server } from 'node:http';
import type { BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { launchBrowser } from './browser.ts';
import { startLab, type LabServer } from './lab-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address at which a test file asks for what all files share. */
    shared: string;
  }
}

let lab: Promise<LabServer> | undefined;
let browser: Promise<BrowserServer> | undefined;
let server: Server;

const answers: Readonly<Record<string, () => Promise<object>>> = {
  '/lab': async () => {
    lab ??= startLab();
    const { url, token, folder } = await lab;
    return { url, token, folder };
  },
  '/log': async () => ({ text: (await lab)?.log() ?? '' }),
  '/browser': async () => {
    browser ??= launchBrowser();
    return { address: (await browser).wsEndpoint() };
  },
};

/** One JupyterLab and one browser for all test files of this folder, each started when the first file asks for it. */
export async function setup(project: TestProject): Promise<void> {
  server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else {
      answer().then(
        (value) => response.end(JSON.stringify(value)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  project.provide('shared', `http://127.0.0.1:${address.port}`);
}

export async function teardown(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await Promise.allSettled([browser?.then((one) => one.close()), lab?.then((one) => one.stop())]);
}
