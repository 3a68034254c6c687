import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { current, follow, isAt, isBelow, navigate, parameters } from './router.svelte';

const page = (name: string): Component => (() => ({ name })) as unknown as Component;
const [Feed, Kudos, Missing] = [page('feed'), page('kudos'), page('missing')];
const PAGES = { '/': () => Feed, '/kudos/:id': () => Promise.resolve(Kudos), '*': () => Missing };
let stop: () => void;

beforeEach(async () => {
  history.replaceState(null, '', '/');
  stop = follow(PAGES);
  await vi.waitFor(() => expect(current().Page).toBe(Feed));
});
afterEach(() => stop());

async function click(html: string, init: MouseEventInit = {}): Promise<boolean> {
  document.body.innerHTML = html;
  let isTaken = false;
  const last = (event: Event): void => {
    isTaken = event.defaultPrevented;
    event.preventDefault(); // this browser would fetch the page
  };
  addEventListener('click', last, { once: true });
  document
    .querySelector('a')!
    .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...init }));
  await new Promise((resolve) => setTimeout(resolve));
  return isTaken;
}

test('an address has its page and what varies in it', async () => {
  await navigate('/kudos/7?from=mail');
  expect(current()).toMatchObject({ Page: Kudos, path: '/kudos/7', params: { id: '7' } });
  expect(parameters().get('from')).toBe('mail');
  expect(location.pathname).toBe('/kudos/7');
});

test('what no page is at, and what is no text, is missing', async () => {
  for (const address of ['/kudos', '/kudos/7/8', '/%FF']) {
    await navigate(address);
    expect(current().Page).toBe(Missing);
  }
});

test('letters of any script stand in the address as they are written', async () => {
  await navigate('/kudos/josé-ñ');
  expect(current().params.id).toBe('josé-ñ');
  expect(isAt('/kudos/josé-ñ')).toBe(true);
});

test('a place is below what it begins with, part by part', async () => {
  await navigate('/kudos/7');
  expect([isBelow('/kudos'), isBelow('/kud'), isAt('/kudos')]).toEqual([true, false, false]);
});

test('of two pages asked for, the later one is shown, however slow the first', async () => {
  stop();
  let arrive = (_: Component): void => undefined;
  stop = follow({ ...PAGES, '/slow': () => new Promise((resolve) => (arrive = resolve)) });
  const slow = navigate('/slow');
  await navigate('/kudos/7');
  arrive(page('slow'));
  await slow;
  expect([current().Page, location.pathname]).toEqual([Kudos, '/kudos/7']);
});

test('a plain click on a link of ours stays in the client', async () => {
  expect(await click('<a href="/kudos/7"><b>see</b></a>')).toBe(true);
  await vi.waitFor(() => expect(current().Page).toBe(Kudos));
});

test.each([
  ['with a key for a new tab', '<a href="/kudos/7">x</a>', { ctrlKey: true }],
  ['with a key for a new window', '<a href="/kudos/7">x</a>', { shiftKey: true }],
  ['into another tab', '<a href="/kudos/7" target="_blank">x</a>', {}],
  ['on a download', '<a href="/api/export" download>x</a>', {}],
  ['on a place of the page', '<a href="#content">x</a>', {}],
  ['on another site', '<a href="https://example.org/">x</a>', {}],
])('a click %s is the browser’s', async (_, html, init) => {
  expect(await click(html, init)).toBe(false);
  expect(current().Page).toBe(Feed);
});
