/** Exit code of a check that could not be made because a program is missing; `npm test` lists it as skipped. */
export const missingTool = 3;

/** Ends a check that has no tool: it neither passes nor has found anything. @param {string} sentence what is missing */
export function missing(sentence) {
  console.error(sentence);
  process.exitCode = missingTool;
}
