import type { Component } from 'svelte';
import Unloaded from './Unloaded.svelte';

/** A page whose code comes with its first visit; where it does not come, the page that says so. */
export const lazy = (load: () => Promise<{ default: Component }>) => (): Promise<Component> =>
  load().then(
    (module) => module.default,
    () => Unloaded,
  );
