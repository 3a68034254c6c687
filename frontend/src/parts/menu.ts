/** What a menu's list needs to know of its button. */
export interface Opened {
  id: string;
  opener: HTMLElement;
}
