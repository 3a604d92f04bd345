import { redactorOf, type Content } from './content.ts';
import { copy, element } from './elements.ts';
import { longestSharedLetters, packed } from './sharing.ts';

/** Wires the button that makes a link: what it will hold is shown before, with names and addresses taken out. */
export function prepareSharing(content: Content, field: HTMLTextAreaElement): void {
  const box = element('shared', HTMLElement);
  const about = element('shared-about', HTMLElement);
  const preview = element('shared-text', HTMLElement);
  const link = element('shared-link', HTMLInputElement);
  field.addEventListener('input', () => {
    box.hidden = true;
  });
  const say = (text: string): void => {
    about.textContent = text;
  };
  const offer = async (): Promise<void> => {
    const text = redactorOf(content).text(field.value);
    box.hidden = false;
    preview.textContent = text;
    link.value = '';
    const letters = await packed(text);
    if (letters.length > longestSharedLetters) {
      return say('This text is too long for a link. Send the file instead.');
    }
    say(`${takenOut(text)} The text is in the link itself; no server keeps it.`);
    link.value = `${location.href.split('#')[0]}#text=${letters}`;
  };
  element('share', HTMLButtonElement).addEventListener('click', () => void offer());
  element('copy-link', HTMLButtonElement).addEventListener('click', () => {
    void copy(link.value, link, say);
  });
}

/** How many names of which kind were replaced. */
function takenOut(text: string): string {
  const kinds = new Map<string, Set<string>>();
  for (const [placeholder, kind = ''] of text.matchAll(/<([a-z]+(?:-[a-z]+)*)-\d+>/gu)) {
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(placeholder));
  }
  if (kinds.size === 0) return 'Nothing was found that names a person or a machine.';
  const counted = [...kinds].map(([kind, names]) => `${names.size} ${kind}`).join(', ');
  return `Taken out: ${counted}.`;
}
