// A television comes back from a power cut before its server does, so the page itself has to be at hand. The worker is the
// client's; a browser has one only where the address is secure (https, or the machine itself).

const SHELL = 'shell'; // the worker's name for what it answers from
const OWN_FILES = /\/wall\/assets\//;

export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
    const files = performance.getEntriesByType('resource').map((each) => each.name);
    // What is loaded by now was asked for before there was a worker to keep it.
    await (
      await caches.open(SHELL)
    ).addAll(['/wall', ...new Set(files.filter((each) => OWN_FILES.test(each)))]);
  } catch {
    // the wall works without it
  }
}
