/** The user's words are off: an unknown option, a bad value, an input that cannot be read. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked could not be determined here, and no wording of the command would change that. Exit code 3. */
export class UndeterminedError extends Error {
  override readonly name = 'UndeterminedError';
}

/** A file cannot be written although its name is right: a full disk, a missing permission. Exit code 3. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** A message, file or peer did not keep to a protocol: connection files, collector lines, wire frames. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
