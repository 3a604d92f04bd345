import type { Client } from './client.ts';

/** Work that goes on for ever. What each writes shows that it has begun. */
export const endless = {
  loop: 'print("runs", flush=True)\nwhile True: pass',
  sleep: 'import time; print("runs", flush=True); time.sleep(1000)',
  await: 'import asyncio; print("runs", flush=True); await asyncio.sleep(1000)',
  // Native code that holds the interpreter.
  native: 'import ctypes, os; os.write(1, b"runs"); ctypes.PyDLL(None).sleep(1000)',
  subprocess: 'import subprocess; subprocess.run(["sh", "-c", "echo runs; sleep 1000"])',
  shell: '!echo runs; sleep 1000',
  magic: '%demo-slow',
  magicInPython: 'x = 1\n%demo-slow',
} as const;

/** Starts one of them, and waits until it has begun. Gives the id of its request. */
export async function startEndless(client: Client, code: string): Promise<string> {
  const id = client.start(code);
  await client.waitFor(({ content, parent }) => {
    const shown = JSON.stringify(content['text'] ?? content['data'] ?? '');
    return parent.msg_id === id && /runs|step \d/u.test(shown);
  }, `a sign of ${code}`);
  return id;
}
