import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { at, type Exchange, printed, tracebackOf, typesOf } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';
import { endless, startEndless } from './running.ts';

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel();
});
afterAll(() => kernel.stop());
afterEach(() => kernel.client.check());

const mime = 'application/vnd.tf-gpu-doctor.demo+json';

/** The values that a cell displayed. */
function shown({ published }: Exchange): unknown[] {
  return published
    .filter(({ header }) => header.msg_type.endsWith('display_data'))
    .map(({ content }) => at(content, 'data', mime))
    .filter((value) => value !== undefined);
}

/** The id of a display. */
function displayId(message: unknown): unknown {
  return at(message, 'content', 'transient', 'display_id');
}

/** What Tab offers at the end of the code. */
async function completed(code: string) {
  const content = { code, cursor_pos: Array.from(code).length };
  return (await kernel.client.request('shell', 'complete_request', content)).reply.content;
}

describe('a cell of magics', () => {
  it('is answered by the kernel, with text, HTML and data', async () => {
    const cell = await kernel.client.execute(
      '%demo-echo one "two three"\n\n# a comment\n%demo-echo',
    );
    expect(typesOf(cell)).toEqual(['execute_input', 'display_data', 'display_data']);
    expect(cell.reply.content).toMatchObject({ status: 'ok', execution_count: 1, payload: [] });
    expect(shown(cell)).toMatchObject([{ positionals: ['one', 'two three'] }, { positionals: [] }]);
    const data = at(cell.published, 1, 'content', 'data');
    expect(Object.keys(data ?? {})).toEqual(['text/plain', 'text/html', mime]);
  });

  it('shows a chart as a display of its own', async () => {
    const cell = await kernel.client.execute('%demo-chart');
    expect(typesOf(cell)).toEqual(['execute_input', 'display_data', 'display_data']);
    const chart = at(cell.published, 2, 'content', 'data', 'application/vnd.vegalite.v5+json');
    expect(chart).toBeDefined();
  });

  it('shows work in progress in one display, sends only the newest, and the result by itself', async () => {
    const cell = await kernel.client.execute('%demo-echo first\n%demo-steps');
    const [, , first, ...rest] = cell.published;
    const [clear, again, result] = rest.slice(-3);
    expect(first?.header.msg_type).toBe('display_data');
    const updates = rest.slice(0, -3);
    expect(updates.length).toBeLessThan(5);
    for (const update of updates) {
      expect(update.header.msg_type).toBe('update_display_data');
      expect(displayId(update)).toBe(displayId(first));
    }
    // A client that ignores updates (jupyter console) sees the result, and one that clears sees nothing else.
    expect(clear?.content).toEqual({ wait: true });
    expect(again?.header.msg_type).toBe('display_data');
    expect(result?.header.msg_type).toBe('display_data');
    expect(shown({ ...cell, published: rest.slice(-2) })).toMatchObject([
      { text: 'echo first' },
      { text: 'steps' },
    ]);
  });

  it('knows what Python printed last, native output and the traceback included', async () => {
    await kernel.client.execute('print("an older cell")');
    const code =
      'import os\nprint("one", flush=True)\n_ = os.write(2, b"two\\n")\nraise ValueError("three")';
    await kernel.client.execute(code);
    await kernel.client.execute('%demo-echo four');
    const [value] = shown(await kernel.client.execute('%demo-last'));
    const last = String(at(value, 'last'));
    expect(last).toMatch(/one[^]*ValueError/u);
    expect(last).toContain('two\n');
    expect(last).not.toMatch(/older|four/u);
  });

  it('prints its value with --json', async () => {
    const cell = await kernel.client.execute('%demo-echo --json x');
    expect(typesOf(cell)).toEqual(['execute_input', 'stream']);
    expect(JSON.parse(printed(cell))).toMatchObject({
      schema: 'tf-gpu-doctor/demo',
      positionals: ['x'],
    });
  });

  it('hands a cell below %% to the command', async () => {
    const cell = await kernel.client.execute('%%demo-cell\nline 1\n  line 2');
    expect(shown(cell)).toMatchObject([{ cell: 'line 1\n  line 2' }]);
  });

  it.each([
    ['%demo-ecko', 'UsageError', 'Did you mean %demo-echo?'],
    ['%demo_echo', 'UsageError', 'Did you mean %demo-echo?'],
    ['%demo-echo --size 3', 'UsageError', 'Did you mean --sizes?'],
    ['%demo-echo "open', 'UsageError', 'quote'],
    ['%demo-wrong', 'UsageError', 'The demo is never right.'],
    ['%demo-broken', 'InternalError', 'a fault of ours'],
  ])('%s is an error of the cell', async (code, name, words) => {
    const cell = await kernel.client.execute(code);
    expect(typesOf(cell)).toEqual(['execute_input', 'error']);
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: name });
    expect(tracebackOf(cell)).toContain(words);
  });

  it('goes on with bad news', async () => {
    const cell = await kernel.client.execute('%demo-bad-news');
    expect(cell.reply.content['status']).toBe('ok');
  });

  it('takes part in the count, the history and user_expressions', async () => {
    const { client } = kernel;
    const first = await client.execute('%demo-echo history');
    const number = Number(first.reply.content['execution_count']);
    const second = await client.execute(`print(In[${number}])`, { user_expressions: {} });
    expect(second.reply.content['execution_count']).toBe(number + 1);
    expect(printed(second)).toBe('%demo-echo history\n');
    const third = await client.execute('%demo-echo', { user_expressions: { sum: '1 + 1' } });
    expect(third.reply.content['user_expressions']).toMatchObject({
      sum: { data: { 'text/plain': '2' } },
    });
    const unnumbered = await client.execute('%demo-echo', { store_history: false });
    expect(unnumbered.reply.content['execution_count']).toBe(number + 2);
    const silent = await client.execute('%demo-echo', { silent: true });
    expect(typesOf(silent)).toEqual([]);
  });

  it.each(['%demo-echo?', '?%demo-echo', '%demo-echo??'])('%s shows help', async (code) => {
    const { reply } = await kernel.client.execute(code);
    expect(at(reply.content, 'payload', 0, 'source')).toBe('page');
    expect(at(reply.content, 'payload', 0, 'data', 'text/plain')).toContain('--sizes N,N');
  });
});

describe('a magic in a Python cell', () => {
  it('shows its report between what is printed, and gives a dict', async () => {
    const cell = await kernel.client.execute(`
print("before")
value = %demo-echo a b
print("after", type(value).__mro__[1].__name__, value["positionals"], isinstance(value, dict))`);
    expect(typesOf(cell)).toEqual(['execute_input', 'stream', 'display_data', 'stream']);
    expect(printed(cell)).toBe("before\nafter dict ['a', 'b'] True\n");
  });

  it('works indented and in a loop, with values of variables', async () => {
    const cell = await kernel.client.execute(
      'for word in ["x", "y"]:\n    %demo-echo {word} $word',
    );
    expect(shown(cell)).toMatchObject([{ positionals: ['x', 'x'] }, { positionals: ['y', 'y'] }]);
    expect(typesOf(cell)).not.toContain('execute_result');
  });

  it('gives a value that is shown in later cells like any other', async () => {
    const { client } = kernel;
    expect(typesOf(await client.execute('kept = %demo-echo q\nkept'))).toEqual([
      'execute_input',
      'display_data',
    ]);
    const later = await client.execute('kept["positionals"], kept');
    expect(JSON.stringify(later.published.at(-1)?.content['data'])).toContain("'q'");
    const json = await client.execute(
      'import json, pickle; json.dumps(kept); type(pickle.loads(pickle.dumps(kept)))',
    );
    expect(json.published.at(-1)?.content['data']).toEqual({ 'text/plain': 'dict' });
  });

  it('takes the body of a cell magic', async () => {
    const cell = await kernel.client.execute(
      'get_ipython().run_cell_magic("demo-cell", "", "body")',
    );
    expect(shown(cell)).toMatchObject([{ cell: 'body' }]);
  });

  it('raises its error in the cell', async () => {
    const cell = await kernel.client.execute('x = 1\n%demo-wrong');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'Failed' });
    expect(cell.reply.content['evalue']).toContain('The demo is never right.');
    const caught = await kernel.client.execute(
      'try:\n    %demo-wrong\nexcept Exception: print("caught")',
    );
    expect(printed(caught)).toBe('caught\n');
  });

  it('leaves look-alikes in strings alone', async () => {
    const cell = await kernel.client.execute('text = """\n%demo-echo\n"""\nprint(len(text))');
    expect(typesOf(cell)).toEqual(['execute_input', 'stream']);
  });

  it('leaves other magics to IPython', async () => {
    const cell = await kernel.client.execute('%env TFGD_TEST=1\n%timeit -n1 -r1 pass\n!echo shell');
    expect(cell.reply.content['status']).toBe('ok');
    expect(printed(cell)).toContain('shell');
    const unknown = await kernel.client.execute('%nothing-like-it');
    expect(unknown.reply.content['ename']).toBe('UsageError');
  });
});

describe('Tab and Shift-Tab', () => {
  it('offers names, options and values', async () => {
    const names = await completed('x = 1\n%demo-e');
    expect(names).toMatchObject({ matches: ['%demo-echo'], cursor_start: 6, cursor_end: 13 });
    expect((await completed('"🙂"\n%demo-echo --si'))['matches']).toEqual(['--sizes']);
    expect((await completed('%demo-echo --sizes 5'))['matches']).toEqual(['512']);
  });

  it('merges IPython’s own', async () => {
    const { matches } = await completed('%d');
    expect(matches).toEqual(expect.arrayContaining(['%demo-echo', '%dirs']));
    await kernel.client.execute('a_long_name = 1');
    expect((await completed('a_long_n'))['matches']).toEqual(['a_long_name']);
  });

  it('answers at once while Python is busy', async () => {
    const { client } = kernel;
    const id = await startEndless(client, endless.sleep);
    expect((await completed('%demo-e'))['matches']).toEqual(['%demo-echo']);
    // A client that shows the last status must not show an idle kernel.
    await client.waitFor(() => {
      const states = client.messages.filter(({ header }) => header.msg_type === 'status');
      return states.at(-1)?.parent.msg_id === id;
    }, 'busy once more');
    const inspected = await client.request('shell', 'inspect_request', {
      code: '%demo-echo ',
      cursor_pos: 3,
      detail_level: 0,
    });
    const data = at(inspected.reply.content, 'data');
    expect(data).toEqual({ 'text/plain': expect.stringContaining('--sizes N,N') });
    await client.request('control', 'interrupt_request', {});
    expect((await client.done(id, 'cell')).reply.content['ename']).toBe('KeyboardInterrupt');
  });

  it('inspects what is Python’s', async () => {
    const { reply } = await kernel.client.request('shell', 'inspect_request', {
      code: 'print',
      cursor_pos: 5,
      detail_level: 0,
    });
    expect(reply.content).toMatchObject({ found: true });
  });
});

describe('what a command can do to the notebook', () => {
  it('asks the idle Python', async () => {
    const { client } = kernel;
    await client.execute('asked = {"a": [1, None, "ü\'\\""]}');
    const cell = await client.execute('%demo-ask asked');
    expect(shown(cell)).toMatchObject([{ answer: { a: [1, null, 'ü\'"'] }, state: 'idle' }]);
    // From inside a cell it could only wait for that cell, which waits for it.
    for (const code of ['1\n%demo-ask asked', 'x = %demo-ask asked']) {
      const busy = await client.execute(code);
      expect(busy.reply.content['status']).toBe('ok');
      const said = busy.published.map(({ content }) => JSON.stringify(content)).join();
      expect(said).toContain('The notebook’s Python is busy.');
    }
    const wrong = await client.execute('%demo-ask nothing_here');
    expect(wrong.reply.content['status']).toBe('ok');
    expect(JSON.stringify(wrong.published[1]?.content)).toContain('NameError');
    const late = await client.execute('%demo-ask \'__import__("time").sleep(60)\'');
    expect(JSON.stringify(late.published[1]?.content)).toContain('did not answer within 2 s');
    expect((await client.execute('1')).reply.content['status']).toBe('ok');
  });

  it('restarts it under a changed environment, and the count goes on', async () => {
    const { client } = kernel;
    const before = Number((await client.execute('gone = 1')).reply.content['execution_count']);
    const cell = await client.execute('%demo-restart TFGD_SEEN=yes');
    const [value] = shown(cell);
    expect(at(value, 'after')).not.toBe(at(value, 'before'));
    expect(at(value, 'changes')).toEqual({ TFGD_SEEN: 'yes' });
    const after = await client.execute(
      'import os; print(os.environ["TFGD_SEEN"], "gone" in globals())',
    );
    expect(printed(after)).toBe('yes False\n');
    expect(after.reply.content['execution_count']).toBe(before + 2);
  });

  it('restarts it from inside a Python cell, whose rest does not run', async () => {
    const { client } = kernel;
    const cell = await client.execute('1\n%demo-restart\nprint("never")');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'PythonRestarted' });
    expect(printed(await client.execute('print("new")'))).toBe('new\n');
  });
});
