import type { Component } from 'svelte';
import Unloaded from './Unloaded.svelte';

interface Page {
  default: Component;
}

/** A page whose code comes with its first visit; where it does not come, the page that says so. */
export const lazy = (load: () => Promise<Page>): Promise<Page> => load().catch(() => ({ default: Unloaded }));
