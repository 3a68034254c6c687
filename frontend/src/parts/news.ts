// The bell, and the cards of what is no kudos: after the feed, and then all at once.

export { default as Bell } from './Bell.svelte';
export { default as OtherCard } from './OtherCard.svelte';
