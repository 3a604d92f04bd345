import { redactorOf, type Content } from './content.ts';
import { copy, element } from './elements.ts';
import { linkPages } from './link-pages.ts';
import { prepareSharing } from './share-view.ts';
import { unpacked } from './sharing.ts';
import { answered, type Answered, type Progress, type Question } from './worker.ts';

/** A text up to this length, in characters, is answered within the blink of an eye, so in this thread. */
const shortText = 200_000;
/** A longer text is shown as its beginning: a field with 20 MB in it would freeze the page. */
const longestShown = 200_000;
/** A larger file is refused; it would not fit into the memory of a phone. */
const mostBytes = 200_000_000;

/** Wires the field, the file, the drop and the buttons; returns what shows this view, with the text of a link if any. */
export function preparePaste(content: Content): (shared?: string) => void {
  const field = element('text', HTMLTextAreaElement);
  const status = element('status', HTMLElement);
  const answer = element('answer', HTMLElement);
  const ask = asker(content, status, answer);
  const say = (text: string): void => {
    status.textContent = text;
  };
  const take = (text: string, name: string): void => {
    field.value = text.length > longestShown ? `${text.slice(0, longestShown)}\n…` : text;
    ask(text, name);
  };
  const openFile = async (file: File): Promise<void> => {
    if (file.size > mostBytes) {
      return say(
        `${file.name} has ${Math.round(file.size / 1e6)} MB, and at most 200 MB are read.`,
      );
    }
    say(`Reading ${file.name}`);
    take(await file.text(), file.name);
  };

  field.addEventListener('input', () => ask(field.value, 'The text'));
  const file = element('file', HTMLInputElement);
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    if (chosen) void openFile(chosen);
    file.value = '';
  });
  acceptDrops((dropped) => void openFile(dropped));
  element('redact', HTMLButtonElement).addEventListener('click', () => {
    const redacted = redactorOf(content).text(field.value);
    say(
      redacted === field.value
        ? 'Nothing was found that names a person or a machine. Read it once more yourself.'
        : 'Names and addresses are taken out. Read it once more yourself before you send it.',
    );
    field.value = redacted;
  });
  element('copy-text', HTMLButtonElement).addEventListener('click', () => {
    void copy(field.value, field, say);
  });
  element('clear', HTMLButtonElement).addEventListener('click', () => {
    take('', '');
    field.focus();
  });
  prepareSharing(content, field);
  prepareScript(content, say);
  const open = async (shared: string): Promise<void> => {
    const text = await unpacked(shared);
    if (text === undefined) return say('The text in this link is damaged. Ask for the link again.');
    take(text, 'The text in the link');
    say('This text came with the link. It was not sent to any server.');
  };
  return (shared) => {
    if (shared !== undefined) void open(shared);
  };
}

/** Answers a text: a short one at once, a long one in a worker. Only the answer to the last text is shown. */
function asker(content: Content, status: HTMLElement, answer: HTMLElement) {
  let number = 0;
  let worker: Worker | undefined;
  const show = ({ number: of, html, json, failure }: Answered): void => {
    if (of !== number) return;
    status.textContent =
      failure === undefined ? '' : `This text could not be answered, a fault of ours: ${failure}`;
    answer.innerHTML = html;
    linkPages(answer, content);
    answer.removeAttribute('aria-busy');
    element('json', HTMLElement).textContent = json;
    element('as-json', HTMLDetailsElement).hidden = json === '';
  };
  return (text: string, name: string): void => {
    number += 1;
    // A long text that is being read and that nobody waits for any more.
    worker?.terminate();
    worker = undefined;
    if (text.trim() === '') return show({ number, html: '', json: '' });
    const question: Question = { number, text, name, content };
    if (text.length <= shortText) return show(answered(question));
    answer.setAttribute('aria-busy', 'true');
    const size = `${(text.length / 1e6).toFixed(1)} million characters`;
    status.textContent = `Reading ${size} …`;
    worker = workerOfThisPage();
    worker.addEventListener('message', ({ data }: MessageEvent<Answered | Progress>) => {
      if ('html' in data) show(data);
      else if (data.number === number) {
        status.textContent = `Reading: ${Math.round(100 * data.share)} % of ${size}`;
      }
    });
    worker.addEventListener('error', (event) =>
      show({ number, html: '', json: '', failure: event.message }),
    );
    worker.postMessage(question);
  };
}

/** The program of this page once more, in a thread of its own. */
function workerOfThisPage(): Worker {
  const program = new Blob([element('program', HTMLScriptElement).text], {
    type: 'text/javascript',
  });
  const address = URL.createObjectURL(program);
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  return worker;
}

function acceptDrops(open: (file: File) => void): void {
  const { body } = document;
  addEventListener('dragover', (event) => {
    event.preventDefault();
    body.classList.add('dropping');
  });
  addEventListener('dragleave', () => body.classList.remove('dropping'));
  addEventListener('drop', (event) => {
    event.preventDefault();
    body.classList.remove('dropping');
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    location.hash = '';
    open(file);
  });
}

function prepareScript({ script }: Content, say: (text: string) => void): void {
  const shown = element('script', HTMLElement);
  const details = element('how-to-collect', HTMLDetailsElement);
  details.addEventListener('toggle', () => {
    if (shown.textContent === '') shown.textContent = script;
  });
  element('copy-script', HTMLButtonElement).addEventListener('click', () => {
    void copy(script, shown, say);
  });
}
