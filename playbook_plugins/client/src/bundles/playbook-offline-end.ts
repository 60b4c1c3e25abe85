/** Stands where the offline worker stood when a site no longer wants one: clears its stock and goes. */

interface Ending extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Worker {
  readonly registration: {unregister(): Promise<boolean>};
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Ending) => void): void;
}

const worker = self as unknown as Worker;
const scope = new URL('./', self.location.href).href;

async function end(): Promise<void> {
  const ours = (await caches.keys()).filter(name => /^playbook-(offline|visited|incoming) /.test(name) && name.endsWith(` ${scope}`));
  await Promise.all(ours.map(name => caches.delete(name)));
  await worker.registration.unregister();
}

// It answers nothing, so it may take over while pages are open: they go on, from the network.
worker.addEventListener('install', event => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', event => event.waitUntil(end()));

export {};
