/**
 * Material's instant navigation asks for the whole sitemap as soon as a page opens. It needs it for the first click,
 * so it gets it at the reader's first sign: the page's weight does not grow with the site.
 */

const {prototype} = XMLHttpRequest;
const {open, send} = prototype;
const held = new WeakSet<XMLHttpRequest>();
const woken = new Promise<unknown>(wake => {
  for (const sign of ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'wheel']) {
    addEventListener(sign, wake, {once: true, passive: true, capture: true});
  }
});

prototype.open = function (this: XMLHttpRequest, ...words: unknown[]): void {
  if (/\/sitemap\.xml$/.test(String(words[1]))) held.add(this);
  return (open as (...words: unknown[]) => void).apply(this, words);
};
prototype.send = function (this: XMLHttpRequest, body?: XMLHttpRequestBodyInit | Document | null): void {
  if (held.has(this)) void woken.then(() => send.call(this, body));
  else send.call(this, body);
};

export {};
