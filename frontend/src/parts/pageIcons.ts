// Drawn by pages beyond the feed alone, so that the feed need not carry them.

export const BELL = 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15z M10 21.2a2.4 2.4 0 0 0 4 0';
export const CAKE =
  'M4.5 20.5h15 M5.5 20.5v-7h13v7 M5.5 16c1.6 1.4 3 1.4 4.3 0 1.5 1.4 3 1.4 4.4 0 1.4 1.4 2.8 1.4 4.3 0 M12 13.5V9.5 M12 7V5.5';
export const TROPHY =
  'M8 4h8v5.5a4 4 0 0 1-8 0z M8 6H4.5c0 3 1.2 4.6 3.7 4.8 M16 6h3.5c0 3-1.2 4.6-3.7 4.8 M12 13.5V17 M8.5 20h7 M10 20c0-1.8.7-3 2-3s2 1.2 2 3';
