import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as v from 'valibot';

import type { JsonObject } from '../../src/json.ts';
import { root } from '../../src/root.ts';
import type { PythonOffer } from '../ipykernel/python-info.ts';
import { answerTo } from './reply.ts';
import type { InboundChannel, Outlet } from '../wire/kernel-server.ts';
import { type Message, protocolVersion } from '../wire/message.ts';

/** What the kernel says of itself: at first from what was read of the Python, then from what its ipykernel says. */
export interface KernelInfo {
  content(): Promise<JsonObject>;
  /** ipykernel has spoken for itself. */
  readonly learned: (info: JsonObject) => void;
}

/** Answers a `kernel_info_request`, on either channel. */
export async function answerKernelInfo(
  outlet: Outlet,
  info: KernelInfo,
  channel: InboundChannel,
  request: Message,
): Promise<void> {
  const answer = answerTo(outlet, channel, request);
  answer.busy();
  answer.reply(await info.content());
  answer.idle();
}

/** The version of this product. */
const productVersion: string = v.parse(
  v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() })),
  readFileSync(join(root, 'package.json'), 'utf8'),
).version;

export function createKernelInfo(offer: Promise<PythonOffer>): KernelInfo {
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
      const offered = learned['language_info'] === undefined ? await offer : undefined;
      return {
        status: 'ok',
        protocol_version: protocolVersion,
        implementation: 'tf-gpu-doctor',
        implementation_version: productVersion,
        banner: `TensorFlow GPU Doctor ${productVersion}: run %gpu-check to see why TensorFlow does not use a GPU.`,
        help_links: [
          { text: 'TensorFlow: GPU guide', url: 'https://www.tensorflow.org/guide/gpu' },
        ],
        ...(offered && {
          language_info: languageInfo(offered.pythonVersion),
          supported_features: featuresOf(offered),
        }),
        ...learned,
      };
    },
  };
}

/** As ipykernel says it, from 5.5 to 7. */
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

/** JupyterLab decides on subshells and debugger by the first answer. ipykernel has the one since 7, the other since 6. */
function featuresOf({ ipykernelVersion, debugpy }: PythonOffer): string[] {
  const major = Number.parseInt(ipykernelVersion ?? '0', 10);
  return [
    ...(major >= 7 ? ['kernel subshells'] : []),
    ...(major >= 6 && debugpy ? ['debugger'] : []),
  ];
}
