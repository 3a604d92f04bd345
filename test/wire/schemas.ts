import * as v from 'valibot';

// What the Jupyter messaging protocol 5.5 says of each message that a kernel sends
// (jupyter-client.readthedocs.io/en/stable/messaging.html), as schemas. Written from the specification, so that they
// know nothing of how our kernel makes its messages.

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const bundle = v.record(v.string(), v.unknown());
const loose = v.record(v.string(), v.unknown());
const state = v.picklist(['busy', 'idle', 'starting']);

const failure = v.looseObject({
  status: v.literal('error'),
  ename: text,
  evalue: text,
  traceback: v.array(text),
});
const aborted = v.looseObject({ status: v.literal('aborted') });

/** A reply: ok with these fields, an error, or aborted. */
const reply = (entries: v.ObjectEntries) =>
  v.union([v.looseObject({ status: v.literal('ok'), ...entries }), failure, aborted]);

const payload = v.array(v.looseObject({ source: text }));

/** Content by message type. */
const contents: Readonly<Record<string, v.GenericSchema>> = {
  // iopub
  iopub_welcome: v.object({ subscription: text }),
  status: v.object({ execution_state: state }),
  stream: v.object({ name: v.picklist(['stdout', 'stderr']), text: v.pipe(text, v.minLength(1)) }),
  display_data: v.looseObject({ data: bundle, metadata: loose, transient: v.optional(loose) }),
  update_display_data: v.looseObject({
    data: bundle,
    metadata: loose,
    transient: v.looseObject({ display_id: text }),
  }),
  execute_input: v.object({ code: text, execution_count: count }),
  execute_result: v.looseObject({ data: bundle, metadata: loose, execution_count: count }),
  error: v.looseObject({ ename: text, evalue: text, traceback: v.array(text) }),
  clear_output: v.object({ wait: v.boolean() }),
  comm_open: v.looseObject({ comm_id: text, target_name: text, data: loose }),
  comm_msg: v.looseObject({ comm_id: text, data: loose }),
  comm_close: v.looseObject({ comm_id: text, data: loose }),
  debug_event: v.looseObject({ type: v.literal('event'), event: text }),
  shutdown_reply: v.looseObject({ status: v.literal('ok'), restart: v.boolean() }),
  // shell
  execute_reply: v.union([
    v.looseObject({
      status: v.literal('ok'),
      execution_count: count,
      user_expressions: loose,
      payload: v.optional(payload),
    }),
    v.looseObject({ ...failure.entries, execution_count: count }),
    aborted,
  ]),
  complete_reply: reply({
    matches: v.array(text),
    cursor_start: count,
    cursor_end: count,
    metadata: loose,
  }),
  inspect_reply: reply({ found: v.boolean(), data: bundle, metadata: loose }),
  history_reply: reply({ history: v.array(v.array(v.unknown())) }),
  is_complete_reply: v.looseObject({
    status: v.picklist(['complete', 'incomplete', 'invalid', 'unknown', 'error']),
  }),
  comm_info_reply: reply({ comms: v.record(text, v.looseObject({ target_name: text })) }),
  connect_reply: loose,
  kernel_info_reply: v.looseObject({
    status: v.literal('ok'),
    protocol_version: v.pipe(text, v.regex(/^5\.\d+$/u)),
    implementation: text,
    implementation_version: text,
    language_info: v.looseObject({
      name: text,
      version: v.pipe(text, v.regex(/^\d+\.\d+\.\d+/u)),
      mimetype: text,
      file_extension: v.pipe(text, v.startsWith('.')),
      pygments_lexer: text,
      codemirror_mode: v.looseObject({ name: text }),
      nbconvert_exporter: text,
    }),
    banner: text,
    help_links: v.array(v.object({ text, url: text })),
    supported_features: v.array(text),
  }),
  // control
  interrupt_reply: reply({}),
  debug_reply: v.looseObject({}),
  create_subshell_reply: reply({ subshell_id: text }),
  delete_subshell_reply: reply({}),
  list_subshell_reply: reply({ subshell_id: v.array(text) }),
  usage_reply: v.looseObject({}),
  // stdin
  input_request: v.object({ prompt: text, password: v.boolean() }),
};

const header = v.looseObject({
  msg_id: v.pipe(text, v.minLength(1)),
  msg_type: text,
  session: v.pipe(text, v.minLength(1)),
  username: text,
  date: v.pipe(text, v.isoTimestamp()),
  version: v.pipe(text, v.regex(/^5\.\d+$/u)),
});

/** Messages without a request. */
const spontaneous = ['iopub_welcome', 'status', 'stream', 'comm_close', 'debug_event'];

/** The shape of every message; whether header and content are right is asked later. */
export const messageSchema = v.object({
  channel: text,
  header: v.looseObject({ msg_id: text, msg_type: text }),
  parent: v.looseObject({ msg_id: v.optional(text) }),
  metadata: loose,
  content: loose,
  buffers: v.array(v.instance(Buffer)),
});

export type Received = v.InferOutput<typeof messageSchema>;

/** What is wrong with a message; nothing when it is as the protocol says. */
export function faultsOf(message: Received): string[] {
  const type = message.header.msg_type;
  const schema = contents[type];
  if (schema === undefined) return [`${type}: no such message in the protocol`];
  const issues = [
    ...(v.safeParse(header, message.header).issues ?? []),
    ...(v.safeParse(schema, message.content).issues ?? []),
  ].map(
    (issue) =>
      `${type}: ${v.getDotPath(issue) ?? ''} ${issue.message} in ${JSON.stringify(message.content).slice(0, 500)}`,
  );
  if (message.parent.msg_id === undefined && !spontaneous.includes(type)) {
    issues.push(`${type}: no parent header`);
  }
  const replies = type.endsWith('_reply') && type !== 'shutdown_reply';
  if (replies && message.channel !== 'shell' && message.channel !== 'control') {
    issues.push(`${type}: came on ${message.channel}`);
  }
  return issues;
}
