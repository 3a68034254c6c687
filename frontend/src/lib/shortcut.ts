import { kept, keep } from './store';

const KEY = 'k';
const TYPING = 'input, textarea, select, [contenteditable]';

// WCAG 2.1.4: a shortcut of one letter can be turned off.
export const usesShortcut = (): boolean => kept<boolean>('shortcut') ?? true;
export const useShortcut = (wanted: boolean): void => keep('shortcut', wanted ? null : false);

export function isShortcut(event: KeyboardEvent): boolean {
  if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  if ((event.target as Element).closest?.(TYPING) || document.querySelector('dialog[open]')) return false;
  return usesShortcut();
}
