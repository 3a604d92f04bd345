import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as v from 'valibot';

import type { JsonObject } from '../../src/json.ts';
import { root } from '../../src/root.ts';
import type { PythonInfo } from '../ipykernel/python-info.ts';
import type { Kernel } from '../kernel.ts';
import { respondTo } from './reply.ts';
import type { InboundChannel } from '../wire/kernel-server.ts';
import { type Message, protocolVersion } from '../wire/message.ts';

/** The kernel's `kernel_info_reply`: at first from what was read of the Python, later from its ipykernel's own reply. */
export interface KernelInfo {
  content(): Promise<JsonObject>;
  /** Takes over what ipykernel's own reply says. */
  readonly learned: (info: JsonObject) => void;
}

/** Answers a `kernel_info_request`, on either channel. */
export async function answerKernelInfo(
  { clients, info }: Pick<Kernel, 'clients' | 'info'>,
  channel: InboundChannel,
  request: Message,
): Promise<void> {
  const responder = respondTo(clients, channel, request);
  responder.busy();
  responder.reply(await info.content());
  responder.idle();
}

/** The version of this product. */
const productVersion: string = v.parse(
  v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() })),
  readFileSync(join(root, 'package.json'), 'utf8'),
).version;

export function createKernelInfo(python: Promise<PythonInfo>): KernelInfo {
  let learned: JsonObject = {};
  return {
    learned: ({ language_info, supported_features, help_links }) => {
      learned = {
        ...(language_info !== undefined && { language_info }),
        ...(supported_features !== undefined && { supported_features }),
        ...(help_links !== undefined && { help_links }),
      };
    },
    content: async () => {
      const known = learned['language_info'] === undefined ? await python : undefined;
      return {
        status: 'ok',
        protocol_version: protocolVersion,
        implementation: 'tf-gpu-doctor',
        implementation_version: productVersion,
        banner: `TensorFlow GPU Doctor ${productVersion}: run %gpu-check to see why TensorFlow does not use a GPU.`,
        help_links: [
          { text: 'TensorFlow: GPU guide', url: 'https://www.tensorflow.org/guide/gpu' },
        ],
        ...(known && {
          language_info: languageInfo(known.pythonVersion),
          supported_features: featuresOf(known),
        }),
        ...learned,
      };
    },
  };
}

/** The same as ipykernel's, from version 5.5 to 7. */
function languageInfo(version: string): JsonObject {
  return {
    name: 'python',
    version,
    mimetype: 'text/x-python',
    codemirror_mode: { name: 'ipython', version: 3 },
    pygments_lexer: 'ipython3',
    nbconvert_exporter: 'python',
    file_extension: '.py',
  };
}

/** JupyterLab decides about subshells and debugger by the first reply. ipykernel has subshells since 7, a debugger since 6. */
function featuresOf({ ipykernelVersion, debugpy }: PythonInfo): string[] {
  const major = Number.parseInt(ipykernelVersion ?? '0', 10);
  return [
    ...(major >= 7 ? ['kernel subshells'] : []),
    ...(major >= 6 && debugpy ? ['debugger'] : []),
  ];
}
