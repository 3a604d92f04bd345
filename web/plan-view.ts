import { managers, systems } from '../src/plan/wish.ts';
import { answerPlan } from './answer.ts';
import type { Content } from './content.ts';
import { element, made } from './elements.ts';
import { asHtml } from './worker.ts';

/** Wires the form; returns what shows a plan for the words of an address. */
export function preparePlan(content: Content): (words: Readonly<Record<string, string>>) => void {
  const form = element('plan-form', HTMLFormElement);
  const answer = element('plan-answer', HTMLElement);
  fillChoices(content);
  const words = (): Record<string, string> =>
    Object.fromEntries(
      [...new FormData(form)].flatMap(([name, value]) =>
        typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
      ),
    );
  const show = (): void => {
    answer.innerHTML = asHtml(answerPlan(words(), content).report);
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    // Each step back in the history would be one field.
    history.replaceState(null, '', `#plan?${new URLSearchParams(words()).toString()}`);
    show();
  });
  return (given) => {
    for (const field of form.elements) {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue;
      const value = given[field.name];
      if (value !== undefined) field.value = value;
    }
    show();
  };
}

function fillChoices({ knowledge }: Content): void {
  const names = { linux: 'Linux', wsl2: 'Windows with WSL2', windows: 'Windows', macos: 'macOS' };
  element('plan-os', HTMLSelectElement).append(
    ...systems.map((system) => made('option', { value: system }, names[system])),
  );
  element('plan-manager', HTMLSelectElement).append(
    made('option', { value: '' }, 'pip, or what works'),
    ...managers.map((manager) => made('option', { value: manager }, manager)),
  );
  const gpus = [...new Set(knowledge.gpus.map(({ name }) => name))];
  element('gpus', HTMLDataListElement).append(
    ...gpus.map((name) => made('option', { value: name })),
  );
}
