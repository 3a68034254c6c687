// Our own drawn symbols, the same as in the client: strokes on a 24 grid, by the catalogue's icon names.

import { drawing } from './dom';

const ICONS: Record<string, string> = {
  'door-open': 'M4 21h16 M6 21V4.5L14 3v18 M14 5h4v16 M11 12v.5',
  signpost: 'M12 3v18 M9 21h6 M6 5h10l3 2.5-3 2.5H6z M18 13H8l-3 2.5L8 18h10z',
  telescope: 'M3 14.5 14.5 8l2 3.8L5 18z M14.5 8l4.5-2.6 2 3.8-4.5 2.6 M10.5 15.5 8 21 M11.5 15l3 6',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 7.5V12l3 2',
  anchor: 'M12 8v13 M12 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z M8.5 11h7 M4 13c.5 5 4 8 8 8s7.5-3 8-8',
  hourglass:
    'M6 3h12 M6 21h12 M7.5 3v3.5c0 3 4.5 4 4.5 5.5s-4.5 2.5-4.5 5.5V21 M16.5 3v3.5c0 3-4.5 4-4.5 5.5s4.5 2.5 4.5 5.5V21',
  megaphone: 'M4 10v4.5h3L18 19V5.5L7 10z M7.5 14.5 9 20h2.5l-1-4.5 M21 10.5v3.5',
  'circle-check': 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M8 12.3l2.8 2.7L16 9.5',
  'package-check': 'M20 11V7.5L12 3 4 7.5v9l8 4.5 2-1 M4 7.5l8 4.5 8-4.5 M12 12v9 M15.5 17.5l2 2 4-4',
  quote: 'M4 5h16v11H11l-5 4v-4H4z M8 9h8 M8 12h5',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M8 14c1 1.8 2.4 2.6 4 2.6s3-.8 4-2.6 M9 9.5v.5 M15 9.5v.5',
  scales:
    'M12 3v18 M8 21h8 M5 7l7-1.5L19 7 M5 7l-2.8 6.5a2.9 2.9 0 0 0 5.6 0z M19 7l-2.8 6.5a2.9 2.9 0 0 0 5.6 0z',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.4 6 M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7L11.6 18',
  'book-open': 'M12 7c-2-2-5-2.5-9-2.5V18c4 0 7 .5 9 2.5 2-2 5-2.5 9-2.5V4.5C17 4.5 14 5 12 7z M12 7v13',
  scissors:
    'M6 4a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z M6 15a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z M8 8.3 20 18 M8 15.7 20 6',
  key: 'M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z M11.2 12.3 20 3.5 M16.5 7l3 3 M14 9.5l1.8 1.8',
  handshake:
    'M2.5 7.5l4-2 5.5 2 5.5-2 4 2v8l-2.5 1 M2.5 7.5v8l3 1 5 3.5 2-1.5 M12 7.5 9 11c1 1.5 3 1.3 4.2 0l5.8 5-1.5 1.7-2 1.3',
  sparkles:
    'M11 4l1.9 5.1L18 11l-5.1 1.9L11 18l-1.9-5.1L4 11l5.1-1.9z M18.5 3v4 M16.5 5h4 M19 16.5v4 M17 18.5h4',
};

const LOGO =
  'M16 2.5a13.5 13.5 0 1 1 0 27H4.5a2 2 0 0 1-2-2V16A13.5 13.5 0 0 1 16 2.5z' +
  '|M10.3 14.3a3.2 3.2 0 0 1 5.7-2 3.2 3.2 0 0 1 5.7 2c0 3-2.7 5-5.7 7.4-3-2.4-5.7-4.4-5.7-7.4z';

export function symbol(icon: string, className = 'symbol'): SVGElement {
  return drawing(ICONS[icon] ?? ICONS['sparkles'] ?? '', className);
}

export function logo(): SVGElement {
  return drawing(LOGO, 'logo', 32);
}
