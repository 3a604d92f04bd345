import { build } from './build.mjs';
import { compilePrograms } from './bytecode.mjs';
import { registerKernel } from './kernel.mjs';
import { runLab, writeLabSettings } from './lab.mjs';
import { installModules } from './modules.mjs';
import { preparePractice } from './practice.mjs';
import { step } from './progress.mjs';
import { setUp } from './set-up.mjs';

/** What `npm start` does. @param {readonly string[]} words options for JupyterLab */
export async function openLab(words) {
  const ready = await setUp(async () => {
    await step('Node packages', installModules);
    await step('Kernel, built from its sources', build);
    await step('JupyterLab and TensorFlow in .venv', async (tell) => {
      const done = await preparePractice(['requirements.lock'], tell);
      await compilePrograms();
      return done;
    });
    const warnings = [];
    await step('Kernel registered in JupyterLab', () =>
      registerKernel((warning) => warnings.push(warning)),
    );
    writeLabSettings();
    warnings.forEach((warning) => console.warn(`! ${warning}`));
  });
  if (!ready) return;
  console.log('\nJupyterLab starts now. Stop it with Ctrl-C in this window.\n');
  process.exitCode = await runLab(words);
}
