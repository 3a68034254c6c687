// Our own drawn symbols, the same as in the client.

import sprite from '../../../seeds/catalogue/symbols.svg?raw';
import { drawing, sheet } from './dom';

const UNKNOWN = 'sparkles';
const SPRITE = new DOMParser().parseFromString(sprite, 'image/svg+xml');
const LOGO =
  'M16 2.5a13.5 13.5 0 1 1 0 27H4.5a2 2 0 0 1-2-2V16A13.5 13.5 0 0 1 16 2.5z' +
  '|M10.3 14.3a3.2 3.2 0 0 1 5.7-2 3.2 3.2 0 0 1 5.7 2c0 3-2.7 5-5.7 7.4-3-2.4-5.7-4.4-5.7-7.4z';

export function symbol(name: string, className = 'symbol'): SVGElement {
  const drawn = SPRITE.getElementById(name) ?? SPRITE.getElementById(UNKNOWN)!;
  const copy = sheet(className);
  copy.append(...[...drawn.children].map((part) => document.importNode(part, true)));
  return copy;
}

export function logo(): SVGElement {
  return drawing(LOGO, 'logo', 32);
}
