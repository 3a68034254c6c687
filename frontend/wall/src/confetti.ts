// A shower from both sides, loaded when the first one is wanted, and rare enough to stay a feast.

const AT_MOST_EVERY_MS = 20_000;
const COLOURS = ['#f6c667', '#8f7bff', '#4fd1a5', '#ff7aa8', '#6fb1ff', '#ffffff'];

let last = -AT_MOST_EVERY_MS;

export function celebrate(): void {
  const moment = performance.now();
  if (moment - last < AT_MOST_EVERY_MS || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  last = moment;
  void shower().catch(() => undefined); // no confetti is no reason to fail
}

async function shower(): Promise<void> {
  const { default: confetti } = await import('canvas-confetti');
  const canvas = document.createElement('canvas');
  canvas.className = 'confetti';
  canvas.setAttribute('aria-hidden', 'true');
  document.body.append(canvas);
  // Its worker would come from a blob: address, which the content security policy forbids.
  const shoot = confetti.create(canvas, { resize: true, useWorker: false });
  const shared = {
    particleCount: 90,
    spread: 62,
    startVelocity: 58,
    ticks: 260,
    scalar: 1.5,
    colors: COLOURS,
  };
  await Promise.all([
    shoot({ ...shared, angle: 62, origin: { x: 0, y: 0.85 } }),
    shoot({ ...shared, angle: 118, origin: { x: 1, y: 0.85 } }),
  ]);
  shoot.reset();
  canvas.remove();
}
