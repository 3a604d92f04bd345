import { releaseOf } from '../../knowledge/tensorflow.ts';
import type { ReaderKind } from '../reader.ts';

/** A line that says how many GPUs TensorFlow has, or lists a device. */
const none =
  /\bGPUs?\b[^\n]{0,25}:\s*\[\s*\]|(?:list_(?:physical|logical)_devices|get_visible_devices)\([^)]{0,30}GPU[^)]{0,10}\)[^\n]{0,12}\[\s*\]|Num GPUs Available:?\s*0\b|Num GPUs:?\s*0\b|GPU device not found|Please install GPU version of TF|is_gpu_available[^\n]{0,20}False|GPU (?:is )?(?:not available|NOT AVAILABLE)|Default GPU Device:?\s*$|gpu_device_name\(\)\S*\s*(?:''|"")|0 Physical GPUs|physical GPUs?\W{1,3}0\b/;
/** A line that only a process with a GPU prints. */
export const listsGpu =
  /physical_device:GPU:\d|logical_device:GPU:\d|device_type: "GPU"|Created (?:TensorFlow )?device \(?\/[^\n]{0,60}GPU:\d|Num GPUs Available:?\s*[1-9]|device:GPU:\d'?, device_type|Created device[^\n]{0,80}GPU:\d/;
const cpu = /physical_device:(?:CPU|XLA_[CG]PU):\d|device_type: "(?:CPU|XLA_[CG]PU)"/;
/** The answer to these stands in the next line. */
const asks =
  /(?:list_(?:physical|logical)_devices|list_local_devices|is_gpu_available|gpu_device_name|is_built_with_cuda)\(/;
const emptyAnswer =
  /^\W{0,4}(?:Out\[\d+\]:?)?\s*(?:\d\.\d+\.\d+\S{0,8}\s+)?(?:\[\s*\]|False|''|"")\s*$/;

/** What `tf.config.list_physical_devices`, `device_lib.list_local_devices` and popular one-line tests print. */
export const deviceLists: ReaderKind = {
  words: [
    'gpus',
    'gpu:',
    'gpu available',
    'physical_device',
    'logical_device',
    'get_visible_devices',
    'device_type: "',
    'list_local_devices',
    'list_physical',
    'list_logical',
    'is_gpu_available',
    'is_built_with_cuda',
    'gpu_device_name',
    'gpu device',
    'gpu version of tf',
    'gpu is',
    'gpu not',
  ],
  create() {
    const without: number[] = [];
    const withGpu: number[] = [];
    const onlyCpu: number[] = [];
    const notBuilt: number[] = [];
    let asked: string | undefined;
    return {
      line(line, number) {
        if (asked !== undefined && emptyAnswer.test(line)) {
          note(asked.includes('is_built') ? notBuilt : without, number);
        }
        asked = undefined;
        if (listsGpu.test(line)) note(withGpu, number);
        else if (none.test(line)) note(without, number);
        else if (cpu.test(line)) note(onlyCpu, number);
        else if (asks.test(line)) {
          asked = line;
          return true;
        }
        return false;
      },
      causes({ context, knowledge }) {
        if (withGpu.length > 0) {
          return [
            {
              id: 'harmless-only',
              weight: 0.8,
              lines: withGpu,
              summary: 'TensorFlow lists a GPU here, and nothing in this text is a fault.',
              onlyAlone: true,
            },
          ];
        }
        if (notBuilt.length > 0) return [{ id: 'tf-cpu-build', weight: 0.75, lines: notBuilt }];
        const lines = [...without, ...onlyCpu].toSorted((a, b) => a - b);
        if (lines.length === 0) return [];
        const nothing = { id: 'no-gpu-listed', weight: 0.9, lines, onlyAlone: true } as const;
        const release =
          context.tensorflow === null ? undefined : releaseOf(knowledge, context.tensorflow);
        if (context.os !== 'windows' || release?.windowsGpu === true) return [nothing];
        const weight = release === undefined ? 0.45 : 0.85;
        return [nothing, { id: 'windows-native-no-gpu', weight, lines }];
      },
    };
  },
};

function note(lines: number[], number: number): void {
  if (lines.length < 50 && lines.at(-1) !== number) lines.push(number);
}
