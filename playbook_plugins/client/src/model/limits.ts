/**
 * The one table of limits, for what is written and what is read. Whoever writes stays below what whoever reads
 * accepts, so that nothing that was saved can be refused at the next start.
 */

// biome-ignore lint/suspicious/noConstEnum: the bundler writes the numbers where they are used
export const enum LIMITS {
  /** Characters of a text that a reader types; a longer one that is stored or comes in a file is read whole. */
  text = 100_000,
  /** Characters of a copy's name that a reader types or a press of ours makes. */
  name = 80,
  /** Bytes of one record as a file. */
  record = 8 * 1024 * 1024,
  /** Bytes of one record as a table, which says everything twice. */
  table = 32 * 1024 * 1024,
  /** Bytes of all copies of a site in one file. */
  whole = 64 * 1024 * 1024,
  /** Colons and commas outside of texts: a key, its value, and what a leaf holds. */
  signs = 80_000,
  /** Levels of brackets in a record; what an unknown key holds deeper is set aside. */
  depth = 16,
  /** Levels of brackets in a file: below, unknown keys are looked at one by one; beyond, it is a bomb. */
  bomb = 500,
  /** Devices whose newest clock a text remembers to have seen; one forgotten may ask the reader again, never lose. */
  seen = 400,
  /** Versions of one text that are shown for a choice. */
  choices = 20,
  /** Characters of the site's name in a record, and of a label's key. */
  short = 200,
}

/** How many characters `text` has beyond what one field may hold; 0 when it fits. */
export const excess = (text: string): number => Math.max(0, text.length - LIMITS.text);

/** `made` of a name, which is shortened until it is no longer than a name may be. */
export function nameOf(label: string, make: (label: string) => string): string {
  const over = make(label).length - LIMITS.name;
  if (over <= 0) return make(label);
  const kept = label
    .slice(0, Math.max(1, label.length - over - 1))
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
  return make(`${kept}…`);
}
