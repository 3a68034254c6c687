import { may } from '../api/session.svelte';
import { isMonth } from '../lib/months';

/** Whether there is anything to ask for: else the frame says why not. */
export const isShown = (month: string, permission = 'reports.read'): boolean =>
  isMonth(month) && may(permission);
