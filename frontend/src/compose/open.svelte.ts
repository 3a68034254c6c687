// Opens the dialog from anywhere; its code comes when it is first wanted.

import type { Chosen } from './chosen';

export interface Wish {
  to?: Chosen;
  behaviour?: string;
}

let wanted = $state(false);
let wish = $state.raw<Wish>({});
let count = $state(0);

export const compose = {
  get wanted() {
    return wanted;
  },
  /** What the opener already knew. */
  get wish() {
    return wish;
  },
  /** Grows with every wish, also with the same one again. */
  get count() {
    return count;
  },
};

export function openCompose(next: Wish = {}): void {
  wish = next;
  wanted = true;
  count += 1;
}

/** Whoever signs in next begins with a closed dialog. */
export function forgetCompose(): void {
  [wish, wanted, count] = [{}, false, 0];
}
