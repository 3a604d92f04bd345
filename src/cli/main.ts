#!/usr/bin/env node
import { fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { addAbortSignal } from 'node:stream';

import type { Context } from '../command-model/command.ts';
import type { Run } from '../command-model/run.ts';
import { jsonText } from '../json.ts';
import { cleanLine } from '../report/foreign.ts';
import type { Report } from '../report/report.ts';
import { root } from '../root.ts';
import { terminalStyle } from './terminal-style.ts';
import { linesOn, type Progress } from './progress.ts';

// The terminal interface: command line → command → output → exit code. Only this file touches streams, signals and the
// exit code of the process.

const argv = process.argv.slice(2);
const interrupted = new AbortController();
/** Set when a signal comes: it decides the exit code, whatever the command still answers. */
let signalCode: number | undefined;
let answerCode = 0;
let failed = false;

process.stdout.on('error', leave);
process.stderr.on('error', leave);
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));
process.once('beforeExit', () => void fail(new Error('the command ended without an answer.')));
stopOn('SIGINT', 130);
stopOn('SIGTERM', 143);
stopOn('SIGHUP', 129);

// Libraries that write to the console would write into the result.
for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const) console[method] = () => {};

main().catch(fail);

async function main(): Promise<void> {
  if (argv[0] === '--version' || argv[0] === '-V') return finish(`${version()}\n`, '', 0);
  const loading = import('./call.ts');
  const progress = await progressOn(process.stderr);
  const { call } = await loading;
  const run = await call(argv, contextOf(progress));
  progress.end();
  return print(run);
}

async function progressOn(stream: NodeJS.WriteStream): Promise<Progress> {
  if (!stream.isTTY) return linesOn(stream);
  const { drawingOn } = await import('./drawing.ts');
  return drawingOn(stream, terminalStyle(stream, process.env));
}

function contextOf(progress: Progress): Context {
  return {
    ui: 'terminal',
    environment: process.env,
    cwd: process.cwd(),
    signal: interrupted.signal,
    show(report) {
      // The command waits for something now, which is time to load what writes the answer.
      void import('../report/text.ts').catch(fail);
      progress.show(report);
    },
    note(text) {
      progress.end();
      process.stderr.write(`${cleanLine(text)}\n`);
    },
    input: () => addAbortSignal(interrupted.signal, process.stdin),
    inputIsPiped: isPiped(),
    ...(!process.stdin.isTTY && { serveAssistant }),
    ...(process.stdin.isTTY && process.stderr.isTTY && { askSecret }),
  };
}

/** A person at a keyboard would wait for ever for an answer; /dev/null holds nothing. */
function isPiped(): boolean {
  try {
    const input = fstatSync(process.stdin.fd);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false;
  }
}

/** The SDK of the protocol is loaded here only: it takes longer than most commands. */
async function serveAssistant(allowed: { readonly allowLive: boolean }): Promise<void> {
  const { serve } = await import('../mcp/server.ts');
  const { stdin: input, stdout: output, env: environment } = process;
  const context = { environment, cwd: process.cwd(), signal: interrupted.signal };
  await serve(context, { input, output, version: version(), ...allowed });
}

async function askSecret(question: string): Promise<string | undefined> {
  const secret = await import('./secret.ts');
  return secret.askSecret(question, process.stdin, process.stderr);
}

/** The result goes to standard output; what went wrong to standard error, unless JSON was asked for. */
async function print(run: Run): Promise<void> {
  const { exitCode, printed } = run;
  if (run.json) return finish(`${jsonText(run.value, 2)}\n`, '', exitCode);
  if (printed !== undefined) return finish(printed, '', exitCode);
  const stream = run.failed ? process.stderr : process.stdout;
  const text = await written(run.report, stream);
  return run.failed ? finish('', text, exitCode) : finish(text, '', exitCode);
}

async function written(report: Report, stream: NodeJS.WriteStream): Promise<string> {
  const { toText } = await import('../report/text.ts');
  const hyperlinks = stream.isTTY && (await knowsHyperlinks(stream));
  return `${toText(report, { ...terminalStyle(stream, process.env), hyperlinks })}\n`;
}

async function knowsHyperlinks(stream: NodeJS.WriteStream): Promise<boolean> {
  const { createSupportsHyperlinks } = await import('supports-hyperlinks');
  return createSupportsHyperlinks(stream);
}

/** Ends the process once everything is written, also when something still runs that nobody waits for. */
async function finish(output: string, errors: string, code: number): Promise<void> {
  answerCode = code;
  await write(process.stderr, errors);
  await write(process.stdout, output);
  process.exit(signalCode ?? code);
}

/** Resolves when it is written; an error goes to the stream's listener. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (text === '') resolve();
    else stream.write(text, (error) => error ?? resolve());
  });
}

/** Asks the command to stop; asked twice, the process ends at once. */
function stopOn(signal: NodeJS.Signals, code: number): void {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(code);
    signalCode = code;
    interrupted.abort();
  });
}

/** EPIPE: the reader, such as head, has closed the pipe, so the process ends quietly. Other errors are reported. */
function leave(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(signalCode ?? answerCode);
  process.stderr.write(`The output could not be written: ${error.message}\n`, () =>
    process.exit(4),
  );
}

async function fail(error: unknown): Promise<void> {
  try {
    if (failed) throw new Error('the failure could not be printed', { cause: error });
    failed = true;
    const { failureOutcome } = await import('../command-model/failure.ts');
    const { asksForJson } = await import('../command-model/parse.ts');
    const verbose = argv.includes('--verbose');
    const outcome = failureOutcome(error, { ui: 'terminal', verbose, interrupted: false });
    await print({ ...outcome, json: asksForJson(argv) });
  } catch (another) {
    process.stderr.write(`tf-gpu-doctor failed: ${String(error)} (${String(another)})\n`);
    process.exit(4);
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new Error('package.json has no version');
}
