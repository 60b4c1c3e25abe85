/** What a reader has agreed to, per site and host, in this browser alone. */

const keyOf = (site: string, host: string): string => `playbook:${site}:comments:${host}`;

/** Whether the reader asked to have discussions of `host` loaded by themselves. */
export function isAgreed(site: string, host: string): boolean {
  try {
    return window.localStorage.getItem(keyOf(site, host)) === 'yes';
  } catch {
    return false; // storage is refused: the reader is asked each time
  }
}

/** Remember or forget it; false where the browser refuses to remember. */
export function agree(site: string, host: string, always: boolean): boolean {
  try {
    if (always) window.localStorage.setItem(keyOf(site, host), 'yes');
    else window.localStorage.removeItem(keyOf(site, host));
    return true;
  } catch {
    return !always;
  }
}
