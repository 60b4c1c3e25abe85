/** Scripts that are run when they are first wanted. No modules: those would not load in a site that is opened from a disk. */

import {el} from './dom.ts';

/** The address of the script `file`: as the page says it (`named`, from the page's own address), else beside `own`. */
export const addressBeside = (own: HTMLOrSVGScriptElement | null, file: string, named: string | undefined): string =>
  own ? new URL(named ?? file, named ? document.baseURI : (own as HTMLScriptElement).src).href : file;

/** Run the script at `address`, and leave with what it has left behind, as `left` says. Rejects where there is nothing; may be called again. */
export const runScript = <T>(address: string, left: () => T | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const loaded = el('script', {src: address});
    loaded.onload = loaded.onerror = () => {
      loaded.remove();
      const found = left();
      found ? resolve(found) : reject(new Error(address));
    };
    document.head.append(loaded);
  });
