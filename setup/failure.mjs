import { command, root } from './clone.mjs';

/** The set-up cannot go on; the message is one sentence of what happened and one of what to do. */
export class SetupFailure extends Error {
  /** @override */
  name = 'SetupFailure';
  /** @param {string} message @param {string} [output] last lines of the program that failed */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

const again = `then run \`${command}\` again: it goes on where it stopped.`;

// First match counts. A full disk and a dead network both end in other errors, so they come first.
const causes = [
  {
    sign: /ENOSPC|No space left on device|Errno 28|WinError 112|not enough space on the disk/iu,
    sentence: () => `The disk is full. Free about 4 GB for ${root}, ${again}`,
  },
  {
    sign: /Disk quota exceeded|EDQUOT|Errno 122/iu,
    sentence: () =>
      `Your disk quota is used up. Free about 4 GB, or move ${root} to another disk, ${again}`,
  },
  {
    online: true,
    sign: /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF)|unable to get local issuer/u,
    sentence: ({ server }) =>
      `The certificate of ${server} was not accepted, as happens behind a company proxy. ` +
      `Give npm (\`cafile\`) and pip (\`PIP_CERT\`) your company's certificate, ${again}`,
  },
  {
    online: true,
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|NameResolutionError|Failed to establish a new connection|Temporary failure in name resolution|(?:Connect|Read)Timeout|Connection(?:Reset|Refused|Aborted)|Network is unreachable|ProxyError|Max retries exceeded/u,
    sentence: ({ server }) =>
      `${server} could not be reached. Check the network (and the proxy settings, if you need a proxy), ${again}`,
  },
  {
    online: true,
    sign: /No matching distribution found for (?<name>[\w-]+)/u,
    sentence: ({ server, found }) =>
      `${server} has no ${found.name} for this Python on ${process.platform} ${process.arch}. ` +
      'TensorFlow is made for Linux with glibc, macOS on Apple chips and Windows on x64, for Python 3.10 to 3.13. ' +
      `Name another Python with \`PYTHON=/path/to/python ${command}\`.`,
  },
  {
    sign: /DO NOT MATCH THE HASHES/u,
    sentence: () =>
      'A Python package that was downloaded is not the one that this project was tested with: its hash differs. ' +
      `Nothing of it was run. If a proxy or a mirror of your own is between you and PyPI, ask who runs it; ${again}`,
  },
  {
    sign: /EACCES|EPERM|EROFS|Permission denied|Errno 13|Read-only file system/u,
    sentence: () =>
      `The set-up may not write to ${root}. Clone the project to a folder of your own, ${again}`,
  },
];

/**
 * The failure of a program, in a sentence: by the signs in what it printed, else by what was being done.
 * @param {{ doing: string, server?: string, output: string }} step `server`: whom it asks over the network
 */
export function explainFailure({ doing, server, output }) {
  for (const { sign, sentence, online } of causes) {
    if (online === true && server === undefined) continue;
    const match = sign.exec(output);
    if (match !== null) return new SetupFailure(sentence({ server, found: match.groups ?? {} }));
  }
  return new SetupFailure(
    `${doing} failed, for a reason that is shown above. Put it right, ${again}`,
    output.trimEnd().split('\n').slice(-15).join('\n'),
  );
}
