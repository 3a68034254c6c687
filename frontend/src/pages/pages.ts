// Every page and its address. The feed is there from the start, the others come with their first visit.

import type { Pages } from '../router.svelte';
import Feed from './Feed.svelte';
import { lazy } from './lazy';

const reports = lazy(() => import('./ReportPages.svelte')); // with one of them come all, and their names weigh nothing here

export const PAGES: Pages = {
  '/': () => Feed,
  '/kudos/:id': lazy(() => import('./Kudos.svelte')),
  '/people/:handle': lazy(() => import('./Person.svelte')),
  '/behaviours': lazy(() => import('./Behaviours.svelte')),
  '/badges': lazy(() => import('./Badges.svelte')),
  '/boards': lazy(() => import('./Boards.svelte')),
  '/challenges': lazy(() => import('./Challenges.svelte')),
  '/reports': reports,
  '/reports/:month': reports,
  '/reports/:month/:part': reports,
  '/me/month': lazy(() => import('./OwnMonth.svelte')),
  '/import': lazy(() => import('./Import.svelte')),
  '/hidden': lazy(() => import('./Hidden.svelte')),
  '/rules': lazy(() => import('./Rules.svelte')),
  '/displays': lazy(() => import('./Displays.svelte')),
  '/wins': lazy(() => import('./Wins.svelte')),
  '/wins/:id': lazy(() => import('./Win.svelte')),
  '/celebrations/:id': lazy(() => import('./Celebration.svelte')),
  '/celebrations': lazy(() => import('./Celebrations.svelte')),
  '/notifications': lazy(() => import('./Notifications.svelte')),
  '/outbox': lazy(() => import('./Outbox.svelte')),
  '*': lazy(() => import('./Missing.svelte')),
};
