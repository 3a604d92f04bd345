import type { Changes } from './machine.ts';

export const python = '/home/ana/tf/bin/python';
export const uv: Changes = { interpreter: { uv: true, pip: false } };
export const bare: Changes = { interpreter: { pip: false } };
export const conda: Changes = {
  interpreter: {
    kind: 'conda',
    prefix: '/opt/conda/envs/tf',
    executable: '/opt/conda/envs/tf/bin/python',
  },
};
export const condaForge: Changes = {
  ...conda,
  packages: {
    distributions: [],
    conda: [
      { name: 'tensorflow', version: '2.19.1', build: 'cuda128py312', channel: 'conda-forge' },
      { name: 'numpy', version: '2.0.0', build: 'x', channel: 'conda-forge' },
    ],
  },
};
export const system: Changes = {
  interpreter: { kind: 'other', executable: '/usr/bin/python3', externallyManaged: true },
};

export const tensorflow = (version: string): Changes => ({
  packages: {
    tensorflow: { version },
    distributions: [
      {
        name: 'tensorflow',
        version,
        location: '/home/ana/tf/lib',
        userSite: false,
        installer: 'pip',
      },
    ],
  },
});
