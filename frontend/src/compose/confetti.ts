// A short burst, fetched when it is first earned. No worker: it would need a hole in the content security policy.

import { answer, api } from '../api/client';

const COLOURS = ['#7c5cff', '#f08a3c', '#3b82f6', '#2fa36b', '#f5c84c'];

export async function celebrate(): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  if ((await answer(api.GET('/api/organisation'))).celebrations_paused) return;
  const { default: confetti } = await import('canvas-confetti');
  const canvas = document.body.appendChild(document.createElement('canvas'));
  canvas.className = 'confetti';
  canvas.setAttribute('aria-hidden', 'true');
  const burst = confetti.create(canvas, { resize: true, useWorker: false });
  const usual = { particleCount: 45, spread: 62, startVelocity: 46, ticks: 110, colors: COLOURS };
  await Promise.all([
    burst({ ...usual, angle: 62, origin: { x: 0.1, y: 0.95 } }),
    burst({ ...usual, angle: 118, origin: { x: 0.9, y: 0.95 } }),
  ]);
  canvas.remove();
}
