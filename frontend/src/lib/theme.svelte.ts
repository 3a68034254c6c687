import { keep, kept } from './store';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

let current = $state<Theme>(kept<Theme>('theme') ?? 'system');

export const theme = (): Theme => current;

export function useTheme(chosen: Theme = current): void {
  current = chosen;
  keep('theme', chosen === 'system' ? null : chosen);
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
