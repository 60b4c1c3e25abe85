/**
 * Interface words. English stands in the catalogues below, where it is used; a page in another language
 * loads that language's words beforehand, as `playbookWords.<language>` (playbook_plugins/languages/).
 */

/** A text with a form for each case that the plural rules of its language name (CLDR). */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string};
/** One entry of a catalogue. */
export type Word = string | Plural;

declare global {
  // eslint-disable-next-line no-var
  var playbookWords: Record<string, Record<string, Word>> | undefined;
}

/** The page's language, for words, dates and numbers. */
export const pageLanguage = (): string => document.documentElement.lang || 'en';

const spoken = (): string => pageLanguage().split('-')[0]!.toLowerCase();

/** The function that says the words of one catalogue, with `{places}` filled; a plural chooses its form by `n`. */
export function catalogue<C extends Record<string, Word>>(
  english: C,
): (name: keyof C & string, places?: Record<string, string | number>) => string {
  return (name, places = {}) => {
    const known = globalThis.playbookWords?.[spoken()]?.[name];
    const entry: Word = known ?? english[name]!;
    const rules = known === undefined ? 'en' : pageLanguage();
    const form = typeof entry === 'string' ? entry : (entry[new Intl.PluralRules(rules).select(Number(places['n']))] ?? entry.other);
    return form.replace(/\{(\w+)\}/g, (_, place: string) => String(places[place] ?? ''));
  };
}

export const coreWords = {
  more: 'More',
  moreFor: 'More for: {label}',
  addNote: 'Add a note',
  note: 'Note',
  notApplicable: 'Not applicable',
  applies: 'It applies after all',
  why: 'Why is it not applicable?',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  linkHere: 'The link: {url}',
  of: '{done} of {all}',
  done: '{done} of {all} done',
  doneAsked: '{done} of {all} answered',
  progress: 'Progress',
  copy: 'Copy',
  firstCopy: 'My copy',
  untitled: 'Untitled copy',
  bringBack: 'Bring back',
  cancel: 'Cancel',
  close: 'Close',
  fresh: 'Kept in this browser',
  saving: 'Saving …',
  saved: 'Saved',
  notAll: 'One text is too long',
  tooLong: 'Too long to be saved: {n} more than the {most} characters of a field. What stood here before is kept.',
  full: 'Too large: what you typed last is not saved. Shorten texts, or go on in a new copy.',
  unkept: 'Not saved here: this browser refuses to keep it. Save a backup before you leave.',
  newer: 'A newer version of the page made this copy. Reload the page, or save a backup.',
  unreadable: {
    one: '{n} stored copy could not be read. It is kept as it is.',
    other: '{n} stored copies could not be read. They are kept as they are.',
  },
  partly: 'A part of what is stored could not be read. It is kept as it is.',
  downloadRaw: 'Download as stored',
  next: 'Next',
  undo: 'Undo',
  undone: 'Undone.',
  takeOut: 'Send…',
  backup: 'Save a backup',
  everythingPrivate: 'everything, private',
  nothing: 'nothing',
  yes: 'done',
  no: 'not done',
  earlier: 'Answers to earlier questions',
  earlierHelp: 'The sheet has changed since. Nothing you wrote is lost.',
  otherVersion: 'Another version of this text was written elsewhere. Which stays?',
  keepThis: 'Keep this one',
  keepBoth: 'Keep both',
  private: 'Private',
  clearAnswer: 'Clear answer',
  youChose: 'Your answer, which is no longer offered:',
  noMore: 'This cannot be loaded now. “Save a backup” works offline.',
  inArchive: '{label} (archive)',
};

/** A word of the sheet itself. */
export const say = catalogue(coreWords);
