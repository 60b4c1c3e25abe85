/** The fragment of a link that carries answers: taken out of the address before anything else can read it. */

declare global {
  // Set by the line that the page runs first, so that no other script sees the fragment.
  // eslint-disable-next-line no-var
  var playbookFragment: string | undefined;
}

const OURS = /^#pb\d{1,3}\./;

/** Take it out of the address bar, should it still be there. */
export function clearFragment(): void {
  if (!OURS.test(location.hash)) return;
  globalThis.playbookFragment = location.hash;
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** Whether a link waits to be opened. */
export const hasFragment = (): boolean => globalThis.playbookFragment !== undefined;

/** The fragment, once. */
export function takeFragment(): string {
  const taken = globalThis.playbookFragment ?? '';
  globalThis.playbookFragment = undefined;
  return taken;
}
