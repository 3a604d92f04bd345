import { expect, test } from 'vitest';
import { withOpenInput } from '../../../src/collect/prefix.ts';

test.each([
  ['docker exec web', 'docker exec -i web'],
  ['sudo docker exec web', 'sudo docker exec -i web'],
  ['/usr/bin/podman run --rm image', '/usr/bin/podman run -i --rm image'],
  ['kubectl exec pod --', 'kubectl exec -i pod --'],
  ['docker exec -i web', 'docker exec -i web'],
  ['docker exec -it web', 'docker exec -it web'],
  ['docker run --interactive image', 'docker run --interactive image'],
  ['kubectl exec --stdin pod --', 'kubectl exec --stdin pod --'],
  ['ssh node7', 'ssh node7'],
  ['srun --gres=gpu:1', 'srun --gres=gpu:1'],
])('%s', (prefix, expected) => {
  expect(withOpenInput(prefix.split(' ')).join(' ')).toBe(expected);
});
