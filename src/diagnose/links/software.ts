import { valueOf } from '../../facts/fact.ts';
import type { Facts } from '../../facts/facts.ts';
import { isBad, type Library } from '../../facts/libraries.ts';
import type { LinkView } from './view.ts';

/** Which Python is it, and can TensorFlow live in it? */
export function pythonLink(facts: Facts): LinkView {
  const { interpreter } = facts.python;
  if (interpreter.state !== 'known') {
    return {
      status: 'unknown',
      summary: `Python was not asked: ${interpreter.state === 'unknown' ? interpreter.reason : 'no answer'}.`,
    };
  }
  const { version, bits, kind } = interpreter.value;
  const where =
    kind === 'venv'
      ? ' in a virtual environment'
      : kind === 'conda'
        ? ' in a conda environment'
        : '';
  return { status: 'ok', summary: `Python ${version}, ${bits} bit${where}.` };
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
    return { status: 'unknown', summary: `${name}; whether it is built for CUDA is not told.` };
  if (!cudaBuild.value) {
    return facts.live.listed.state === 'known' || facts.gpus.cards.state !== 'known'
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
  withoutCuda(facts) ?? loadable(facts.libraries.needed, 'CUDA library', 'CUDA libraries');

/** Can cuDNN be loaded? */
export function cudnnLink(facts: Facts): LinkView {
  const { main, version } = facts.cudnn;
  const none = withoutCuda(facts);
  if (none !== undefined) return none;
  if (main.state !== 'known') {
    return {
      status: 'unknown',
      summary: main.state === 'unknown' ? main.reason : 'This TensorFlow names no cuDNN library.',
    };
  }
  if (isBad(main.value))
    return { status: 'fail', summary: `${main.value.soname} cannot be loaded.` };
  return {
    status: 'ok',
    summary: `cuDNN${version.state === 'known' ? ` ${version.value}` : ` (${main.value.soname})`} loads.`,
  };
}

function withoutCuda(facts: Facts): LinkView | undefined {
  if (facts.tensorflow.installed.state === 'absent') {
    return { status: 'skipped', summary: 'Without TensorFlow there is nothing to look at.' };
  }
  return valueOf(facts.tensorflow.cudaBuild) === false
    ? { status: 'skipped', summary: 'A build without CUDA opens no CUDA libraries.' }
    : undefined;
}

function loadable(libraries: Facts['libraries']['needed'], one: string, many: string): LinkView {
  if (libraries.state === 'unknown') return { status: 'unknown', summary: libraries.reason };
  const all: readonly Library[] = libraries.state === 'known' ? libraries.value : [];
  if (all.length === 0)
    return { status: 'unknown', summary: `No ${one} of this TensorFlow is known.` };
  const bad = all.filter(isBad).map((library) => library.soname);
  return bad.length === 0
    ? { status: 'ok', summary: `All ${all.length} ${many} load.` }
    : {
        status: 'fail',
        summary: `${bad.length} of ${all.length} ${many} cannot be loaded: ${bad.join(', ')}.`,
      };
}
