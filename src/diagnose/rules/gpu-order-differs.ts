import { variableOf } from '../../facts/environment.ts';
import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** CUDA counts the GPUs in another order than nvidia-smi, and a number was used. */
export const gpuOrderDiffers: Rule<'gpu-order-differs'> = {
  id: 'gpu-order-differs',
  link: 'visibility',
  evenWhenComputed: 'computing does not show that it was done on the GPU that was meant',
  needs: ({ driver }) => [driver.cuda, driver.nvml],
  check({ facts }) {
    // Set, it makes CUDA count as nvidia-smi does, whatever was asked without the variables.
    if (variableOf(facts.environment, 'CUDA_DEVICE_ORDER') === 'PCI_BUS_ID') return undefined;
    const cuda = valueOf(facts.driver.cuda);
    const order = (cuda?.unmasked ?? cuda?.masked)?.devices.map((one) => one.uuid) ?? [];
    const printed = (valueOf(facts.driver.nvml)?.devices ?? []).map((one) => one.uuid);
    if (
      order.length < 2 ||
      order.length !== printed.length ||
      order.includes(null) ||
      printed.includes(null)
    )
      return undefined;
    if (order.every((uuid, index) => uuid === printed[index])) return undefined;
    const mask = valueOf(facts.environment.mask);
    const numbered = mask !== undefined && /^\d+(,\d+)*$/.test(mask.value.trim());
    return {
      severity: numbered ? 'warning' : 'info',
      summary:
        'CUDA numbers the GPUs in another order than nvidia-smi: number 0 here is not number 0 there.',
      evidence: [
        evidence('order of CUDA', order.join(', '), 'libcuda'),
        evidence('order of nvidia-smi', printed.join(', '), 'NVML'),
        evidence(
          'CUDA_DEVICE_ORDER',
          variableOf(facts.environment, 'CUDA_DEVICE_ORDER') ?? 'not set',
          'environment variables',
        ),
        ...(numbered ? [evidence(mask.variable, mask.value, 'environment variables')] : []),
      ],
      remedies: [
        remedy(
          'pci-order',
          'env',
          'Let CUDA count as nvidia-smi does.',
          [setVariable('CUDA_DEVICE_ORDER', 'PCI_BUS_ID', facts)],
          {
            CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
          },
        ),
      ],
    };
  },
};
