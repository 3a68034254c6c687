import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { isServerThere } from './api/client';
import { resume } from './api/session.svelte';
import { useTheme } from './lib/theme.svelte';
import { firstLanguage, useLanguage } from './text/text.svelte';

useTheme();
void resume();
await useLanguage(firstLanguage());
mount(App, { target: document.getElementById('app')! });

if (import.meta.env.PROD) navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
// A page of an older build is gone after an upgrade: the new index.html knows the new names.
addEventListener('vite:preloadError', async () => (await isServerThere()) && reloadOnce());

function reloadOnce(): void {
  if (sessionStorage.getItem('reloaded') === location.pathname) return;
  sessionStorage.setItem('reloaded', location.pathname);
  location.reload();
}
