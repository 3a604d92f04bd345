import * as v from 'valibot';

/** Probe `pythons`: the interpreters on this machine and the TensorFlow each has, from files only. */
export const pythons = v.object({
  pythons: v.array(
    v.object({
      path: v.string(),
      /** `running` (the one that was asked), `venv`, `conda`, `kernelspec`, `pyenv`, `system`, `path`. */
      origin: v.string(),
      version: v.nullable(v.string()),
      /** Distribution name and version: `tensorflow 2.21.0`; null when it has none. */
      tensorflow: v.nullable(v.string()),
      ipykernel: v.nullable(v.string()),
    }),
  ),
});
