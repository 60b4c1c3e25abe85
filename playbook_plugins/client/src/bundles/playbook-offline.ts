/** Starts the offline worker, once the page has everything it needs for itself. */

const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? script.dataset['worker'] : undefined;
const serviceWorker = workers();
const isSparing = (navigator as {connection?: {saveData?: boolean}}).connection?.saveData === true;

/** In a frame that its page has closed off, asking is refused already. */
function workers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

async function begin(serviceWorker: ServiceWorkerContainer, worker: URL): Promise<void> {
  const wasHere = serviceWorker.controller !== null;
  await serviceWorker.register(worker, {updateViaCache: 'none'});
  if (wasHere) return;
  const {active} = await serviceWorker.ready;
  // What this page has loaded went past the worker, which was not there yet.
  const loaded = performance.getEntriesByType('resource').map(entry => entry.name);
  active?.postMessage({visited: [location.href, ...loaded]});
}

if (address && serviceWorker && location.protocol.startsWith('http') && !isSparing) {
  const worker = new URL(address, document.baseURI);
  const start = (): void => {
    const soon = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 200));
    soon(() => void begin(serviceWorker, worker).catch(() => undefined)); // refused: the site works as it did
  };
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, {once: true});
}

export {};
