import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const SERVER = process.env.RECOGNIZE_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [svelte(), process.env.VITEST ? svelteTesting() : undefined],
  build: {
    outDir: '../recognize/web',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // a data: address would need a hole in the content security policy
    // Older targets make the minifier rewrite light-dark() into something that follows no theme.
    target: ['chrome125', 'firefox128', 'safari17.5'],
    // What the feed needs in one piece compresses better than in fifteen.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'main', test: /\/src\/main\.ts$/ }] } } },
  },
  server: { proxy: { '/api': { target: SERVER, ws: true } }, fs: { allow: ['.', '../seeds'] } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
