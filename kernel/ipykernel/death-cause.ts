/** Below this, a cause is a guess that a person should not read. */
const sure = 0.6;

/**
 * What the last lines of a Python mean, as one sentence, when they are known to mean something.
 * Loaded only now: Python dies seldom.
 */
export async function explainLastLines(lines: readonly string[]): Promise<string | undefined> {
  if (lines.length === 0) return undefined;
  try {
    const [{ explainText }, { loadKnowledge }] = await Promise.all([
      import('../../src/explain/explain.ts'),
      import('../../src/content/knowledge.ts'),
    ]);
    const [cause] = explainText(lines.join('\n'), loadKnowledge()).causes;
    if (cause === undefined || cause.id === 'harmless-only' || cause.confidence < sure) {
      return undefined;
    }
    return `${cause.summary} (%explain ${cause.id})`;
  } catch {
    // The death is told all the same.
    return undefined;
  }
}
