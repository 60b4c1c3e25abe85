/** What stands between the theme's bundle and the search, from the first byte of the page. */

/** The messages of the theme's bundle and its search worker. */
export const READY = 1;
export const QUERY = 2;
export const RESULT = 3;

export interface Door {
  /** What the bundle takes for its worker. */
  port: EventTarget & {postMessage(message: {type: number; data: unknown}): void};
  /** The site's root. */
  root: string;
  features: string[];
  /** Say that the index cannot be had. */
  fail(): void;
}

declare global {
  // eslint-disable-next-line no-var
  var playbookSearchDoor: Door | undefined;
}
