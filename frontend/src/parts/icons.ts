// Every symbol of the client: those of behaviours, and its own.

import { BEHAVIOUR_ICONS } from './behaviourIcons';

export const ICONS = {
  ...BEHAVIOUR_ICONS,
  plus: 'M12 5v14 M5 12h14',
  x: 'M6 6l12 12 M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z M15.5 15.5 20 20',
  sliders: 'M4 7h9 M17 7h3 M15 5v4 M4 17h3 M11 17h9 M9 15v4',
  dots: 'M5 12h.8 M11.6 12h.8 M18.2 12h.8',
  home: 'M4 11l8-7 8 7v9h-5.5v-5.5h-5V20H4z',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  chart: 'M4 20h16 M7 16.5v-5 M12 16.5V5 M17 16.5V9',
  upload: 'M12 15.5V4 M7.5 8.5 12 4l4.5 4.5 M4 15.5V20h16v-4.5',
  download: 'M12 4v11.5 M7.5 11 12 15.5 16.5 11 M4 15.5V20h16v-4.5',
  left: 'M14.5 5l-7 7 7 7',
  right: 'M9.5 5l7 7-7 7',
  up: 'M5 14.5l7-7 7 7',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 11v5 M12 7.8v.2',
  warning: 'M12 4 2.8 20h18.4z M12 10v4.5 M12 17.2v.2',
  lock: 'M5.5 11h13v9.5h-13z M8 11V8a4 4 0 0 1 8 0v3',
  hush: 'M3 3l18 18 M10 6.3A9 9 0 0 1 21 12a14 14 0 0 1-2.7 3.6 M6.5 7.5A14 14 0 0 0 3 12c2 4 5.2 6 9 6 1.5 0 2.8-.3 4-.9',
  comment: 'M4 5h16v11.5H12L7 20.5v-4H4z',
  star: 'M12 4l2.4 5.2 5.6.7-4.1 3.9 1 5.6L12 16.6 7.1 19.4l1-5.6L4 9.9l5.6-.7z',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M3 12h18 M12 3c3 2.6 4 5.6 4 9s-1 6.4-4 9c-3-2.6-4-5.6-4-9s1-6.4 4-9z',
  cloud: 'M3 3l18 18 M8 9a5 5 0 0 0-1 10h10 M10.5 6.3A6 6 0 0 1 17.5 11a4 4 0 0 1 2.8 6.5',
  heart: 'M12 20C5 15 3.5 11.5 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 2.5-1.5 6-8.5 11z',
  leave: 'M14 4h6v16h-6 M15 12H4 M8 8l-4 4 4 4',
} as const;

export type IconName = keyof typeof ICONS;
