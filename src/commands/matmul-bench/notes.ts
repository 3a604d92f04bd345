import type { Block } from '../../report/report.ts';
import { measuredOf, type Bench } from './result.ts';

/** A gpu that others keep busy gives figures that say little about the gpu. */
const noticeablyBusyPercent = 20;

/** What somebody needs to know who wants to trust, or repeat, the figures. */
export function notesOf({ output, results }: Bench): Block {
  const items = [
    'TFLOP/s are 2n³ operations in the median time of one product, after a warm-up, with the device waited for. “Spread” is what lies between the first and the third quartile, as a share of the median.',
    'Every product was compared with float64 in some of its rows. “Right” is within what rounding can do at this type and size.',
  ];
  const measured = measuredOf(results);
  if (measured.some((one) => one.tf32)) {
    items.push(
      'TF32: this gpu rounds the factors of float32 products to 10 binary places, which is TensorFlow’s default. `tf.config.experimental.enable_tensor_float_32_execution(False)` turns it off.',
    );
  }
  for (const { device, model, busyPercent } of output.devices) {
    const here = measured.filter((one) => one.device === device);
    if (
      device !== 'cpu' &&
      !output.lab &&
      here.length > 0 &&
      here.every((one) => one.peakTflops === null)
    ) {
      items.push(
        `The peak rate of ${device} (${model ?? 'a gpu without a name'}) at these types is not in our table, so no share of it is shown.`,
      );
    }
    if (busyPercent !== null && busyPercent >= noticeablyBusyPercent) {
      items.push(
        `${device} was ${busyPercent} % busy with other work when this began, so its figures are too low.`,
      );
    }
  }
  return { kind: 'list', items };
}
