// A shower from both sides, loaded when the first one is wanted, and rare enough to stay a feast.

const AT_MOST_EVERY_MS = 20_000;
const COLOURS = [
  "#f6c667",
  "#8f7bff",
  "#4fd1a5",
  "#ff7aa8",
  "#6fb1ff",
  "#ffffff",
];

let last = -AT_MOST_EVERY_MS;

export function celebrate(): void {
  const moment = performance.now();
  if (
    moment - last < AT_MOST_EVERY_MS ||
    matchMedia("(prefers-reduced-motion: reduce)").matches
  )
    return;
  last = moment;
  void shower().catch(() => undefined); // no confetti is no reason to fail
}

async function shower(): Promise<void> {
  const { default: confetti } = await import("canvas-confetti");
  const shared = {
    particleCount: 90,
    spread: 62,
    startVelocity: 58,
    ticks: 260,
    scalar: 1.5,
    colors: COLOURS,
  };
  void confetti({ ...shared, angle: 62, origin: { x: 0, y: 0.85 } });
  void confetti({ ...shared, angle: 118, origin: { x: 1, y: 0.85 } });
}
