// Our own drawn symbols, the same as in the client.

import { BEHAVIOUR_ICONS } from '../../src/parts/behaviourIcons';
import { drawing } from './dom';

const ICONS: Record<string, string> = BEHAVIOUR_ICONS;
const LOGO =
  'M16 2.5a13.5 13.5 0 1 1 0 27H4.5a2 2 0 0 1-2-2V16A13.5 13.5 0 0 1 16 2.5z' +
  '|M10.3 14.3a3.2 3.2 0 0 1 5.7-2 3.2 3.2 0 0 1 5.7 2c0 3-2.7 5-5.7 7.4-3-2.4-5.7-4.4-5.7-7.4z';

export function symbol(icon: string, className = 'symbol'): SVGElement {
  return drawing(ICONS[icon] ?? BEHAVIOUR_ICONS.sparkles, className);
}

export function logo(): SVGElement {
  return drawing(LOGO, 'logo', 32);
}
