import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const SERVER = process.env.RECOGNIZE_SERVER ?? 'http://127.0.0.1:8000';

const EVERY_PAGE = /^assets\/(.+\.(js|css|svg)|inter-latin-wght-normal-.+)$/;

/** What the service worker keeps before anybody asks for it: all code, and the letters of most names. Only the build knows the
 * hashes. */
const shell: Plugin = {
  name: 'shell',
  enforce: 'post', // after the style sheets are there
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).filter((name) => EVERY_PAGE.test(name));
    this.emitFile({
      type: 'asset',
      fileName: 'shell.json',
      source: JSON.stringify(files.map((name) => `/${name}`)),
    });
  },
};

export default defineConfig({
  plugins: [svelte(), shell, process.env.VITEST ? svelteTesting() : undefined],
  build: {
    outDir: '../recognize/web',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // a data: address would need a hole in the content security policy
    // Older targets make the minifier rewrite light-dark() into something that follows no theme.
    target: ['chrome125', 'firefox128', 'safari17.5'],
    // What the feed needs in one piece compresses better than in fifteen; and of every other piece main has to know the name.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'main', test: /\/src\/main\.ts$/ },
            { name: 'WinCard', test: /\/parts\/WinCard\.svelte/ },
            { name: 'Celebrated', test: /\/(parts\/Celebrated|lib\/occasions)\./ },
            {
              name: 'months',
              test: /\/(pages\/OwnMonth|reports\/(Tile|address)|text\/reports)\.|parts\/(Meter|BarTable)\.svelte/,
            },
            { name: 'wins', test: /\/src\/(pages\/(Win|Wins|NewWin)|parts\/WinText)\.svelte/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: SERVER, ws: true } }, fs: { allow: ['.', '../seeds'] } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
