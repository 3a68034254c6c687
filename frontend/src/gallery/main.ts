// Every component in every state, for development alone: `npm run dev`, then /gallery.html. It is in no build.

import '@fontsource-variable/inter/wght.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/parts.css';
import { mount } from 'svelte';
import { pretend } from './pretend';

await pretend();
const { default: Gallery } = await import('./Gallery.svelte');
mount(Gallery, { target: document.getElementById('app')! });
