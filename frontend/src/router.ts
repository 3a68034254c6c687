import { createRouter } from 'sv-router';
import Feed from './pages/Feed.svelte';
import { lazy } from './pages/lazy';

// The router decodes what it matches, and some addresses are no text: they are missing as written.
try {
  decodeURIComponent(location.pathname);
} catch {
  history.replaceState(history.state, '', encodeURI(location.pathname));
}

// The router knows what is to be loaded by reading `() => import(…)` in the function itself.
export const { p, navigate, isActive, route } = createRouter({
  '/': Feed,
  '/kudos/:id': () => lazy(() => import('./pages/Kudos.svelte')),
  '/people/:handle': () => lazy(() => import('./pages/Person.svelte')),
  '/behaviours': () => lazy(() => import('./pages/Behaviours.svelte')),
  '/badges': () => lazy(() => import('./pages/Badges.svelte')),
  '/boards': () => lazy(() => import('./pages/Boards.svelte')),
  '/challenges': () => lazy(() => import('./pages/Challenges.svelte')),
  '/reports': () => lazy(() => import('./pages/Report.svelte')),
  '/reports/:month': () => lazy(() => import('./pages/ReportOfMonth.svelte')),
  '/import': () => lazy(() => import('./pages/Import.svelte')),
  '/hidden': () => lazy(() => import('./pages/Hidden.svelte')),
  '/displays': () => lazy(() => import('./pages/Displays.svelte')),
  '/wins': () => lazy(() => import('./pages/Wins.svelte')),
  '/wins/:id': () => lazy(() => import('./pages/Win.svelte')),
  '/celebrations': () => lazy(() => import('./pages/Celebrations.svelte')),
  '/notifications': () => lazy(() => import('./pages/Notifications.svelte')),
  '/outbox': () => lazy(() => import('./pages/Outbox.svelte')),
  '*missing': () => lazy(() => import('./pages/Missing.svelte')),
});
