import { UndeterminedError, UsageError } from '../errors.ts';

/** The server is there and does not let us in with this token, or without one. */
export class TokenRefused extends UndeterminedError {}

/** An answer of the server that says no. */
interface Refusal extends Error {
  readonly response: { readonly status: number };
}

/** @param what what the server was to do: `start the kernel` */
export function refusal(what: string, cause: Refusal, url: string): UndeterminedError {
  const { status } = cause.response;
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
    return new TokenRefused(
      `The Jupyter server at ${url} does not accept this token (or wants one). Give it with \`--token\` or in the variable JUPYTER_TOKEN; \`jupyter server list\` shows it on the server's machine.`,
      { cause },
    );
  }
  if (status === 404) return noJupyter(cause, url);
  return new UndeterminedError(`The Jupyter server at ${url} could not ${what}: ${cause.message}`, {
    cause,
  });
}

/** Something answers, but not what a Jupyter server would. */
export function noJupyter(cause: unknown, url: string): UndeterminedError {
  return new UndeterminedError(
    `At ${url} something answers that is no Jupyter server. Is a part of its address missing, as in \`/user/NAME/\`?`,
    { cause },
  );
}

/** Nothing came back. */
export function unreachable(cause: Error, url: string): UndeterminedError {
  const sentence = /timeout|aborted/iu.test(cause.message)
    ? `The Jupyter server at ${url} did not answer in time.`
    : `No Jupyter server can be reached at ${url} (${cause.message}). Is it running, and is the address right?`;
  return new UndeterminedError(sentence, { cause });
}

export function unknownKernel(name: string, known: readonly string[], url: string): UsageError {
  const names = known.map((one) => `\`${one}\``).join(', ');
  return new UsageError(
    `The Jupyter server at ${url} has no kernel \`${name}\`. It has ${names === '' ? 'none' : names}. Choose one with \`--kernel\`.`,
  );
}
