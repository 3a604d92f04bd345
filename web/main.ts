import { startPage } from './start-page.ts';
import { startWorker } from './worker.ts';

// The same program is the page and its worker, so that one file holds both.
if (typeof document === 'undefined') startWorker();
else startPage();
