import { openWith } from './api';
import { el } from './dom';
import { logo } from './symbols';
import { browserLocale, textsOf } from './texts';

const LONGEST_TOKEN = 300;

/** The page of a screen that is nobody's yet: a token, typed once. */
export function pairingPage(opened: () => void): HTMLElement {
  const texts = textsOf(browserLocale());
  const input = field(texts.pairLabel);
  const trouble = el('p', 'trouble');
  trouble.setAttribute('role', 'alert');
  const button = el('button', 'switch-on', texts.pairButton) as HTMLButtonElement;
  const form = el('form', 'pairing-form', label(texts.pairLabel), el('div', 'row', input, button), trouble);
  form.onsubmit = (event) => {
    event.preventDefault();
    void submit(input, button, trouble, opened);
  };
  const hint = el('p', 'hint', `${texts.pairHint} `, el('code', '', 'recognize display create'));
  return el(
    'main',
    'pairing',
    logo(),
    el('h1', '', texts.pairTitle),
    el('p', 'lead', texts.pairText),
    form,
    hint,
  );
}

async function submit(
  input: HTMLInputElement,
  button: HTMLButtonElement,
  trouble: HTMLElement,
  opened: () => void,
): Promise<void> {
  const token = input.value.trim();
  if (!token) return input.focus();
  const texts = textsOf(browserLocale());
  button.disabled = true;
  const answer = await openWith(token);
  button.disabled = false;
  if (answer.kind === 'ok') return opened();
  const reasons = {
    'signed out': texts.pairWrong,
    'too many': texts.pairMany,
    away: texts.pairAway,
  };
  trouble.textContent = reasons[answer.kind];
  input.setAttribute('aria-invalid', 'true');
  input.select();
}

function field(name: string): HTMLInputElement {
  const input = el('input', 'token') as HTMLInputElement;
  Object.assign(input, {
    id: 'token',
    type: 'text',
    autofocus: true,
    maxLength: LONGEST_TOKEN,
    spellcheck: false,
  });
  input.setAttribute('autocomplete', 'off');
  input.setAttribute('autocapitalize', 'off');
  input.setAttribute('placeholder', 'rcg_…');
  input.setAttribute('aria-label', name);
  return input;
}

function label(text: string): HTMLElement {
  const element = el('label', '', text) as HTMLLabelElement;
  element.htmlFor = 'token';
  return element;
}
