/** Words of the dialogs in which copies are named and managed. */

import {catalogue} from './core.ts';

export const copyWords = {
  nameCopy: 'Name of the copy',
  nameHelp: 'For example a client, a person or a quarter.',
  nameLong: 'A name has at most {most} characters; {n} too many.',
  create: 'Create',
  save: 'Save',
  rename: 'Rename',
  renamed: 'Copy renamed.',
  duplicate: 'Duplicate',
  copyOf: '{label}, copy',
  archive: 'Archive',
  unfile: 'Take out of the archive',
  filed: 'In the archive now.',
  unfiled: 'Out of the archive.',
  delete: 'Delete this copy',
  deleted: 'Copy deleted.',
  deletedCopies: 'Deleted copies',
};

/** A word of these dialogs. */
export const say = catalogue(copyWords);
