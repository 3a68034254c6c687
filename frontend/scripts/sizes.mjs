// What the built client weighs: every chunk gzipped, the sum of what the feed with compose open needs, and the wall's.
// With --check it fails above one of the budgets.

import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 45;
const WALL_BUDGET_KB = 25;
const FOLDER = new URL('../../recognize/web/assets/', import.meta.url);
const WALL_FOLDER = new URL('../../recognize/web/wall/assets/', import.meta.url);
// One dictionary of two of about the same size, and the card of today's dates; that of a win comes where one is on the page.
// `make bench` weighs what a browser fetches.
const ON_PATH = /^(main|es|Celebrated|occasions)-/;

const kb = (bytes) => bytes / 1000;
const rows = weighed(FOLDER)
  .map((row) => ({ ...row, onPath: ON_PATH.test(row.name) }))
  .sort((a, b) => Number(b.onPath) - Number(a.onPath) || b.size - a.size);

for (const { name, size, onPath } of rows)
  print(`${onPath ? '*' : ' '} ${kb(size).toFixed(1).padStart(6)} kB  ${name}`);
const path = sum(rows.filter((row) => row.onPath && row.name.endsWith('.js')));
const styles = sum(rows.filter((row) => row.onPath && row.name.endsWith('.css')));
print(
  `\nJS until the feed is interactive and compose is open (*): ${path.toFixed(1)} kB gzip of ${BUDGET_KB}`,
);
print(`CSS on that path: ${styles.toFixed(1)} kB · all chunks: ${sum(rows).toFixed(1)} kB`);
const wall = sum(weighed(WALL_FOLDER).filter(({ name }) => name.endsWith('.js')));
print(`JS of the wall, confetti too: ${wall.toFixed(1)} kB gzip of ${WALL_BUDGET_KB}`);
if (process.argv.includes('--check') && (path > BUDGET_KB || wall > WALL_BUDGET_KB)) process.exitCode = 1;

function weighed(folder) {
  const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name));
  return files.map((name) => ({
    name,
    size: gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length,
  }));
}

function sum(some) {
  return kb(some.reduce((total, row) => total + row.size, 0));
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
