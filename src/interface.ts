/** From where a command is called. Fields of this type are named `ui`, because `interface` is a reserved word. */
export type Interface = 'notebook' | 'terminal';

/** How a command is written in an interface: `%gpu-check` in a notebook, `tf-gpu-doctor gpu-check` in a terminal. */
export function called(ui: Interface, words: string): string {
  return `${ui === 'notebook' ? '%' : 'tf-gpu-doctor '}${words}`;
}
