/** Every interface word, in one catalogue. A plural has the forms that its language's CLDR rules name. */

type Plural = {one: string; other: string};

const english = {
  more: 'More', moreFor: 'More for: {label}',
  addNote: 'Add a note', note: 'Note', notApplicable: 'Not applicable', applies: 'It applies after all',
  why: 'Why is it not applicable?', copyLink: 'Copy link', linkCopied: 'Link copied', linkHere: 'The link: {url}',
  linkToSheet: 'Copy link to this sheet',
  of: '{done} of {all}', done: '{done} of {all} done', progress: 'Progress',
  check: 'Check my plan', allDone: 'Everything required is done.', emptyPlan: 'There is no row yet. Add the first.',
  open: {one: '{n} required line is open', other: '{n} required lines are open'} as Plural,
  copy: 'Copy', copies: 'Copies', newCopy: 'New copy', manage: 'Rename, delete …', firstCopy: 'My copy', untitled: 'Untitled copy',
  nameCopy: 'Name of the copy', nameHelp: 'For example a client, a person or a quarter.',
  rename: 'Rename', duplicate: 'Duplicate', remove: 'Remove', delete: 'Delete this copy', copyOf: '{label}, copy',
  deletedCopies: 'Deleted copies', earlierStates: 'Earlier states', openAsCopy: 'Open as a new copy', bringBack: 'Bring back', save: 'Save', cancel: 'Cancel', close: 'Close', create: 'Create',
  deleted: 'Copy deleted.', renamed: 'Copy renamed.',
  fresh: 'Nothing typed yet. What you type is kept in this browser, not on our servers.',
  saving: 'Saving …', saved: 'Saved in this browser, not on our servers.',
  unkept: 'Not saved here: this browser refuses to keep it. Download a copy before you leave.',
  newer: 'This copy was made by a newer version of the page. It is kept as it is: reload the page, or download it.',
  unreadable: {one: '{n} stored copy could not be read. It is kept as it is.', other: '{n} stored copies could not be read. They are kept as they are.'} as Plural,
  download: 'Download a copy', downloadRaw: 'Download as stored',
  undo: 'Undo', undone: 'Undone.',
  takeOut: 'Take out', takeOutTitle: 'Take out this copy', forWhom: 'Who is it for?', forMe: 'For me: everything',
  forOther: 'For someone else', withNotes: {one: 'With {n} note', other: 'With {n} notes'} as Plural,
  withPrivate: {one: 'With {n} private row', other: 'With {n} private rows'} as Plural,
  visible: 'What will be in it', answers: {one: '{n} answer', other: '{n} answers'} as Plural,
  notes: {one: '{n} note', other: '{n} notes'} as Plural, rows: {one: '{n} row', other: '{n} rows'} as Plural,
  file: 'Download file', print: 'Print', printEmpty: 'Print empty, with writing lines',
  lastOut: 'Last taken out: {day}', never: 'Never taken out.', nudge: 'A browser can lose what it keeps. Take a copy out now and then.',
  bringIn: 'Bring in', bringInTitle: 'Bring in a copy', chooseFile: 'Choose a file, or drop it here', orPaste: 'Or paste the file’s text',
  look: 'Look at it', mergeIn: 'Merge into this copy', asNew: 'Save as a new copy',
  wouldAdd: {one: '{n} answer would be added', other: '{n} answers would be added'} as Plural,
  wouldChange: {one: '{n} answer would change', other: '{n} answers would change'} as Plural,
  wouldKeepBoth: {one: '{n} text differs on both sides: both are kept, and you choose', other: '{n} texts differ on both sides: both are kept, and you choose'} as Plural,
  wouldNothing: 'Nothing in this copy would change.', fromTo: '{label}: {from} → {to}', andMore: 'and {n} more',
  cannotMerge: 'This file and this copy are too large together. Save it as a new copy.',
  brought: 'Brought in.', nothing: 'nothing', yes: 'done', no: 'not done',
  otherSheet: 'This file belongs to another sheet, “{name}”. Open that sheet’s page and bring it in there.',
  tooLarge: 'This file is too large to be one of ours. Nothing was changed.',
  notJson: 'This is not a file that we wrote, or it was cut short. Nothing was changed. Choose the file again, ending in .json.',
  notOurs: 'This file holds something else. Nothing was changed. Choose a file that was taken out of a sheet.',
  newerFile: 'This file was written by a newer version of the page. Nothing was changed. Reload this page and try again.',
  damaged: 'This file is damaged at “{where}”. Nothing was changed. Ask for it once more.',
  earlier: 'Answers to earlier questions', earlierHelp: 'The sheet has changed since. Nothing that you wrote is lost.',
  otherVersion: 'Another version of this text was written elsewhere. Which one stays?', keepThis: 'Keep this one', keepBoth: 'Keep both',
  actions: 'Actions', addRow: 'Add a row', up: 'Move row {n} up', down: 'Move row {n} down', removeRow: 'Remove row {n}', linkRow: 'Copy link to row {n}',
  cell: '{label}, row {n}', rowRemoved: 'Row removed. Undo brings it back.', rowAdded: 'Row {n} added.', moved: 'Now row {n}.',
  removedRows: {one: '{n} removed row', other: '{n} removed rows'} as Plural, emptyRow: 'Empty row',
  overdue: 'Overdue', private: 'Private', startAfter: {one: '{n} day after the start', other: '{n} days after the start'} as Plural,
};

type Catalogue = typeof english;
type Word = keyof Catalogue;

const language = (): string => document.documentElement.lang || 'en';

/** The word called `name`, with `{places}` filled; a plural chooses its form by `n`. */
export function say(name: Word, places: Record<string, string | number> = {}): string {
  const entry: string | Plural = english[name];
  const form = typeof entry === 'string' ? entry
    : new Intl.PluralRules('en').select(Number(places['n'])) === 'one' ? entry.one : entry.other;
  return form.replace(/\{(\w+)\}/g, (_, place: string) => String(places[place] ?? ''));
}

/** The page's language, for dates. */
export const pageLanguage = language;
