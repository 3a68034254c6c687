import { askForToken, beginPairing, openWith } from './api';
import { drawnQr, el } from './dom';
import { waitBefore } from './socket';
import { logo } from './symbols';
import { browserLocale, fill, textsOf } from './texts';
import { ahead } from './time';
import type { Pairing } from './types';

const LONGEST_TOKEN = 300;
const HALF = 4;
const SECOND_MS = 1000;

/** The page of a screen that is nobody's yet: a code that an administrator approves, or a token, typed once. */
export function pairingPage(opened: () => void): HTMLElement {
  const texts = textsOf(browserLocale());
  const code = el('div', 'code-box');
  const text = el('div', 'words', logo(), el('h1', '', texts.pairTitle), code);
  const picture = el('div', 'qr-box');
  const page = el('main', 'pairing', el('div', 'invited', text, picture), tokenForm(opened));
  document.documentElement.lang = browserLocale();
  delete document.documentElement.dataset.theme;
  document.title = `${texts.pairTitle} · Recognize`;
  void offer({ page, code, picture, opened }, 0);
  return page;
}

interface Offer {
  page: HTMLElement;
  code: HTMLElement;
  picture: HTMLElement;
  opened: () => void;
}

async function offer(shown: Offer, attempt: number): Promise<void> {
  const answer = await beginPairing();
  if (attempt > 0 && !shown.page.isConnected) return;
  if (answer.kind === 'too many') return waitFor(shown, answer.seconds);
  if (answer.kind !== 'ok') {
    say(shown, textsOf(browserLocale()).offlineEmpty);
    window.setTimeout(() => void offer(shown, attempt + 1), waitBefore(attempt));
    return;
  }
  draw(shown, answer.value);
  poll(shown, answer.value, answer.value.interval, performance.now() + answer.value.expires_in * SECOND_MS);
}

/** Counts down in the code's place, then asks again. */
function waitFor(shown: Offer, seconds: number): void {
  if (!shown.page.isConnected) return;
  if (seconds <= 0) return void offer(shown, 1);
  say(shown, tooMany(seconds));
  window.setTimeout(() => waitFor(shown, seconds - 1), SECOND_MS);
}

function say({ code, picture }: Offer, text: string): void {
  code.replaceChildren(el('p', 'lead', text));
  picture.replaceChildren();
}

function tooMany(seconds: number): string {
  const locale = browserLocale();
  return fill(textsOf(locale).pairMany, 'when', ahead(seconds, locale));
}

function draw({ code, picture }: Offer, told: Pairing): void {
  const texts = textsOf(browserLocale());
  const letters = `${told.user_code.slice(0, HALF)}-${told.user_code.slice(HALF)}`;
  const address = told.verification_url.replace(/^https?:\/\//, '');
  code.replaceChildren(
    el('p', 'lead', texts.pairOpen, ' ', el('strong', 'address', address), ' ', texts.pairType),
    el('p', 'user-code', letters),
    el('p', 'hint', fill(texts.pairExpires, 'n', Math.round(told.expires_in / 60))),
  );
  picture.replaceChildren(drawnQr(told.qr), el('p', 'hint', texts.pairScan));
}

function poll(shown: Offer, told: Pairing, interval: number, until: number): void {
  window.setTimeout(() => {
    void (async () => {
      if (!shown.page.isConnected) return;
      if (performance.now() > until) return offer(shown, 1);
      const answer = await askForToken(told.device_code);
      if (!shown.page.isConnected) return;
      if (answer === 'paired') return shown.opened();
      if (answer === 'over') return offer(shown, 1);
      poll(shown, told, answer === 'slow down' ? interval + told.interval : interval, until);
    })();
  }, interval * SECOND_MS);
}

function tokenForm(opened: () => void): HTMLElement {
  const texts = textsOf(browserLocale());
  const input = field();
  const trouble = el('p', 'trouble');
  trouble.setAttribute('role', 'alert');
  const button = el('button', 'switch-on', texts.pairButton) as HTMLButtonElement;
  const form = el('form', 'pairing-form', label(texts.pairLabel), el('div', 'row', input, button), trouble);
  form.onsubmit = (event) => {
    event.preventDefault();
    void submit(input, button, trouble, opened);
  };
  return form;
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
  if (answer.kind === 'too many') trouble.textContent = tooMany(answer.seconds);
  else trouble.textContent = answer.kind === 'away' ? texts.pairAway : texts.pairWrong;
  input.setAttribute('aria-invalid', 'true');
  input.select();
}

function field(): HTMLInputElement {
  const input = el('input', 'token') as HTMLInputElement;
  Object.assign(input, { id: 'token', type: 'text', maxLength: LONGEST_TOKEN, spellcheck: false });
  input.setAttribute('autocomplete', 'off');
  input.setAttribute('autocapitalize', 'off');
  input.setAttribute('placeholder', 'rcg_…');
  return input;
}

function label(text: string): HTMLElement {
  const element = el('label', '', text) as HTMLLabelElement;
  element.htmlFor = 'token';
  return element;
}
