// Whether the built wall is what a television's browser (Chromium 87) understands. Its build lowers syntax; this looks at
// what came out, styles too, which nothing lowers.

import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'acorn';
import postcss from 'postcss';

const FOLDER = new URL('../../recognize/web/wall/assets/', import.meta.url);
const ECMA_VERSION = 2021;
const AT_RULES = new Set(['media', 'keyframes', 'font-face', 'supports']);
// Each came after Chromium 87; where a browser passes over an unknown property without harm (text-wrap), it may stand.
const TOO_YOUNG = [
  /:(has|is|where|focus-visible-within)\(/,
  /\b(light-dark|color-mix|oklch|oklab|lab|lch|color|anchor|round|sin|cos)\(/,
  /\d(?:d|s|l)v(?:h|w|min|max)\b/,
  /\d(?:cqw|cqh|cqi|cqb|lh|rlh)\b/,
];
const YOUNG_PROPERTIES = new Set([
  'aspect-ratio',
  'accent-color',
  'translate',
  'rotate',
  'scale',
  'container',
  'inset-area',
]);
const YOUNG_SCRIPT =
  /\.(?:at|findLast|findLastIndex|toSorted|toSpliced|toReversed|hasOwn|groupBy)\(|\bstructuredClone\(/;

const complaints = readdirSync(FOLDER).flatMap((name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  if (name.endsWith('.js')) return ofScript(text).map((each) => `${name}: ${each}`);
  return name.endsWith('.css') ? ofStyles(text).map((each) => `${name}: ${each}`) : [];
});
for (const each of complaints) process.stderr.write(`${each}\n`);
if (complaints.length) process.exitCode = 1;

function ofScript(text) {
  try {
    parse(text, { ecmaVersion: ECMA_VERSION, sourceType: 'module' });
  } catch (refusal) {
    return [`not ES${ECMA_VERSION}: ${refusal.message}`];
  }
  const young = YOUNG_SCRIPT.exec(text);
  return young ? [`${young[0]} is younger than Chromium 87`] : [];
}

function ofStyles(text) {
  const found = [];
  postcss.parse(text).walk((node) => {
    if (node.type === 'atrule' && !AT_RULES.has(node.name)) found.push(`@${node.name}`);
    if (node.type === 'rule' && node.parent.type === 'rule') found.push(`nested ${node.selector}`);
    if (node.type === 'decl' && YOUNG_PROPERTIES.has(node.prop)) found.push(node.prop);
    const words = node.type === 'rule' ? node.selector : node.type === 'decl' ? node.value : '';
    for (const young of TOO_YOUNG) if (young.test(words)) found.push(`${words} (${young.source})`);
  });
  return found;
}
