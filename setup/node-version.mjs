const oldest = 20;

/** Says so, and what to do, when this Node.js cannot run the project. Written in the words of Node 12. */
export function nodeIsTooOld() {
  if (Number(process.versions.node.split('.')[0]) >= oldest) return false;
  console.error(
    'tf-gpu-doctor needs Node.js ' +
      oldest +
      ' or newer, and this is Node.js ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org, then run the same command again.',
  );
  process.exitCode = 1;
  return true;
}
