// Our own drawn symbols, the same as in the client.

import sprite from '../../../seeds/catalogue/symbols.svg?raw';
import { drawing } from './dom';

const UNKNOWN = 'sparkles';
const PATHS = new Map(
  [...sprite.matchAll(/ id="([a-z-]+)" .*? d="([^"]+)"/g)].map(([, name, path]) => [name!, path!]),
);
const LOGO =
  'M16 2.5a13.5 13.5 0 1 1 0 27H4.5a2 2 0 0 1-2-2V16A13.5 13.5 0 0 1 16 2.5z' +
  '|M10.3 14.3a3.2 3.2 0 0 1 5.7-2 3.2 3.2 0 0 1 5.7 2c0 3-2.7 5-5.7 7.4-3-2.4-5.7-4.4-5.7-7.4z';

export function symbol(name: string, className = 'symbol'): SVGElement {
  return drawing(PATHS.get(name) ?? PATHS.get(UNKNOWN)!, className);
}

export function logo(): SVGElement {
  return drawing(LOGO, 'logo', 32);
}
