import { el } from './dom';
import { FACES_SHOWN, hue, initials, type Thanked } from './names';

export function faces(people: Thanked[]): HTMLElement {
  const shown = people.length > FACES_SHOWN ? people.slice(0, FACES_SHOWN - 1) : people;
  const row = el('div', 'faces', ...shown.map(face));
  const hidden = people.length - shown.length;
  if (hidden) row.append(el('span', 'face rest', `+${hidden}`));
  row.setAttribute('aria-hidden', 'true');
  return row;
}

export function face({ name, isTeam }: Thanked): HTMLElement {
  const circle = el('span', isTeam ? 'face team' : 'face', initials(name));
  circle.style.setProperty('--h', String(hue(name)));
  circle.setAttribute('aria-hidden', 'true');
  return circle;
}
