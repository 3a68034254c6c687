import { tick } from 'svelte';

/** Where what had the focus is gone, it goes on here and not at the top of the page. */
export const takesLostFocus = (heading: HTMLElement): void =>
  void tick().then(() => document.activeElement === document.body && heading.focus());
