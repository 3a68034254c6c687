import { createRouter } from 'sv-router';
import Feed from './pages/Feed.svelte';

// The router decodes what it matches, and some addresses are no text: they are missing as written.
try {
  decodeURIComponent(location.pathname);
} catch {
  history.replaceState(history.state, '', encodeURI(location.pathname));
}

export const { p, navigate, isActive, route } = createRouter({
  '/': Feed,
  '/kudos/:id': () => import('./pages/Kudos.svelte'),
  '/people/:handle': () => import('./pages/Person.svelte'),
  '/behaviours': () => import('./pages/Behaviours.svelte'),
  '/badges': () => import('./pages/Badges.svelte'),
  '/boards': () => import('./pages/Boards.svelte'),
  '/challenges': () => import('./pages/Challenges.svelte'),
  '/reports': () => import('./pages/Report.svelte'),
  '/reports/:month': () => import('./pages/ReportOfMonth.svelte'),
  '/import': () => import('./pages/Import.svelte'),
  '/hidden': () => import('./pages/Hidden.svelte'),
  '/displays': () => import('./pages/Displays.svelte'),
  '/wins': () => import('./pages/Wins.svelte'),
  '/wins/:id': () => import('./pages/Win.svelte'),
  '/celebrations': () => import('./pages/Celebrations.svelte'),
  '/notifications': () => import('./pages/Notifications.svelte'),
  '/outbox': () => import('./pages/Outbox.svelte'),
  '*missing': () => import('./pages/Missing.svelte'),
});
