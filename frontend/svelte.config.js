import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const HASH_LETTERS = 4; // the usual seven and a prefix weigh half a kilobyte over all components

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, cssHash: ({ hash, css }) => `s${hash(css).slice(-HASH_LETTERS)}` },
};
