// The wall is an entry of its own: television browsers are old, and nothing of the client's weighs on them.
import { defineConfig } from 'vitest/config';

const SERVER = process.env.RECOGNIZE_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  root: 'wall',
  base: '/wall/',
  build: {
    outDir: '../../recognize/web/wall',
    emptyOutDir: true,
    assetsInlineLimit: 0, // a data: address would need a hole in the content security policy
    target: 'chrome87',
    cssTarget: 'chrome87',
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: SERVER, ws: true } }, fs: { allow: ['..', '../../seeds'] } },
  test: { include: ['src/**/*.test.ts'] },
});
