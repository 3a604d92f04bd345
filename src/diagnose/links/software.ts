import { valueOf } from '../../facts/fact.ts';
import type { Facts } from '../../facts/facts.ts';
import { isBad, type Library } from '../../facts/libraries.ts';
import type { LinkView } from '../chain.ts';

/** Which Python is it, and can TensorFlow live in it? */
export function pythonLink(facts: Facts): LinkView {
  const { interpreter } = facts.python;
  if (interpreter.state !== 'known') {
    return {
      status: 'unknown',
      summary: `Python could not be asked: ${interpreter.state === 'unknown' ? interpreter.reason : 'no answer'}.`,
    };
  }
  const { version, bits, kind } = interpreter.value;
  const where =
    kind === 'venv'
      ? ', in a virtual environment'
      : kind === 'conda'
        ? ', in a conda environment'
        : '';
  return { status: 'ok', summary: `Python ${version} (${bits}-bit)${where}.` };
}

/** Which TensorFlow, and is it built for GPUs? */
export function buildLink(facts: Facts): LinkView {
  const { installed, version, cudaBuild, builtCuda } = facts.tensorflow;
  if (installed.state === 'unknown') return { status: 'unknown', summary: installed.reason };
  if (installed.state === 'absent')
    return { status: 'fail', summary: 'TensorFlow is not installed in this Python.' };
  const name =
    version.state === 'known' ? `TensorFlow ${version.value}` : 'TensorFlow of an unknown version';
  if (cudaBuild.state !== 'known')
    return { status: 'unknown', summary: `${name}; whether it was built for CUDA is not known.` };
  if (!cudaBuild.value) {
    return facts.live.listed.state === 'known' || facts.gpus.present.state !== 'known'
      ? { status: 'ok', summary: `${name}, a build without CUDA.` }
      : { status: 'fail', summary: `${name}, a build without CUDA: it cannot use an NVIDIA GPU.` };
  }
  return {
    status: 'ok',
    summary: `${name}, built for CUDA${builtCuda.state === 'known' ? ` ${builtCuda.value}` : ''}.`,
  };
}

/** Can the CUDA libraries be loaded that this TensorFlow opens? */
export const librariesLink = (facts: Facts): LinkView =>
  withoutCuda(facts) ?? loadable(facts.libraries.needed);

/** Can cuDNN be loaded? */
export function cudnnLink(facts: Facts): LinkView {
  const { main, version } = facts.cudnn;
  const none = withoutCuda(facts);
  if (none !== undefined) return none;
  if (main.state !== 'known') {
    return {
      status: 'unknown',
      summary:
        main.state === 'unknown'
          ? main.reason
          : 'It is not known which cuDNN this TensorFlow loads.',
    };
  }
  if (isBad(main.value))
    return { status: 'fail', summary: `${main.value.soname} cannot be loaded.` };
  return {
    status: 'ok',
    summary: `cuDNN${version.state === 'known' ? ` ${version.value}` : ` (${main.value.soname})`} can be loaded.`,
  };
}

function withoutCuda(facts: Facts): LinkView | undefined {
  if (facts.tensorflow.installed.state === 'absent') {
    return { status: 'skipped', summary: 'Not checked, because TensorFlow is not installed.' };
  }
  return valueOf(facts.tensorflow.cudaBuild) === false
    ? { status: 'skipped', summary: 'A build without CUDA loads no CUDA libraries.' }
    : undefined;
}

function loadable(libraries: Facts['libraries']['needed']): LinkView {
  if (libraries.state === 'unknown') return { status: 'unknown', summary: `${libraries.reason}.` };
  const all: readonly Library[] = libraries.state === 'known' ? libraries.value : [];
  if (all.length === 0) {
    return {
      status: 'unknown',
      summary: 'It is not known which CUDA libraries this TensorFlow loads.',
    };
  }
  const bad = all.filter(isBad).map((library) => library.soname);
  return bad.length === 0
    ? { status: 'ok', summary: `All ${all.length} CUDA libraries can be loaded.` }
    : {
        status: 'fail',
        summary: `${bad.length} of ${all.length} CUDA libraries cannot be loaded: ${bad.join(', ')}.`,
      };
}
