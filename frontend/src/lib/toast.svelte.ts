const SHOWN_MS = 6_000;

export interface Toast {
  text: string;
  href?: string;
  label?: string;
  sort?: 'good' | 'bad';
}

let current = $state.raw<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export const toast = (): Toast | null => current;

export function say(next: Toast): void {
  clearTimeout(timer);
  current = next;
  timer = setTimeout(unsay, SHOWN_MS);
}

export function unsay(): void {
  clearTimeout(timer);
  current = null;
}
