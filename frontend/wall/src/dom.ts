import type { Qr } from './types';

type Child = Node | string | undefined;

export function el(tag: string, className = '', ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child): child is Node | string => child !== undefined));
  return element;
}

/** Dark on light in every theme: cameras read nothing else well. */
export function drawnQr({ size, path }: Qr): SVGElement {
  const code = drawing(path, 'qr', size);
  code.setAttribute('shape-rendering', 'crispEdges');
  return code;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A drawing of strokes (or, `filled`, of surfaces) on a grid of `grid` units. */
export function drawing(path: string, className: string, grid = 24): SVGElement {
  const svg = sheet(className, grid);
  for (const part of path.split('|')) {
    const shape = document.createElementNS(SVG, 'path');
    shape.setAttribute('d', part);
    svg.append(shape);
  }
  return svg;
}

export function sheet(className: string, grid = 24): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${grid} ${grid}`);
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}
