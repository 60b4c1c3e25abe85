/** What an offline worker knows of its site, and which file answers which address. Pure. */

/** Pages that lead on, all of one form: the build's own text with the link and the title taken out. */
export interface Leading {
  form: string;
  pages: Record<string, [link: string, title: string]>;
}

/** What the build wrote in front of the worker. */
export interface Kept {
  /** Address from the site's root → digest of the content. */
  files: Record<string, string>;
  /** The page for what is not here. */
  otherwise: string;
  leading: Leading[];
}

export const LINK = '\u0001',
  TITLE = '\u0002';

const HASHED = /\.[0-9a-f]{8,}\.(?:min\.)?[a-z0-9]+$/i;
const PAGE = /(?:\/|\.html?)$/i;

/** An address from the site's root, without what stands behind `?` and `#`; undefined for one outside. */
export function pathIn(scope: string, url: string): string | undefined {
  const plain = url.replace(/[?#].*$/s, '');
  return plain.startsWith(scope) ? plain.slice(scope.length) : undefined;
}

/** Whether the address changes with the content, so that what is kept of it cannot be stale. */
export const isHashed = (path: string): boolean => HASHED.test(path);

/** Whether the address is that of a page. */
export const isPage = (path: string): boolean => path === '' || PAGE.test(path);

/** Addresses under which a page may be kept, the likeliest first: hosts serve a folder's index under both. */
export function spellings(path: string): string[] {
  if (path.endsWith('/index.html') || path === 'index.html') return [path, path.slice(0, -'index.html'.length)];
  return path === '' || path.endsWith('/') ? [path, `${path}index.html`] : [path];
}

/** The page that leads on from `path`, word for word what the build wrote. */
export function leadingPage(kept: Kept, path: string): string | undefined {
  const folder = path.replace(/index\.html$/, '');
  for (const {form, pages} of kept.leading) {
    const found = Object.hasOwn(pages, folder) ? pages[folder] : undefined;
    if (found) return form.replaceAll(LINK, () => found[0]).replaceAll(TITLE, () => found[1]);
  }
  return undefined;
}

/** What has to be fetched to have `kept`, when `known` is there already. */
export function missing(kept: Kept, known: Record<string, string>): string[] {
  return Object.keys(kept.files).filter(path => !Object.hasOwn(known, path) || known[path] !== kept.files[path]);
}
