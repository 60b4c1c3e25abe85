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
  duplicated: 'This is “{label}” now. The other copy stays as it was.',
  archive: 'Archive',
  unfile: 'Take out of the archive',
  filed: 'In the archive now.',
  unfiled: 'Out of the archive.',
  delete: 'Delete this copy',
  deleted: 'Copy deleted.',
  deletedCopies: 'Deleted copies',
  cannotMerge: 'This file and this copy are too large together. Save it as a new copy.',
  elsewhere: {
    one: 'This browser also holds {n} copy under another name of this site: “{site}”. Was that the name before? Nothing in it has been looked at.',
    other:
      'This browser also holds {n} copies under another name of this site: “{site}”. Was that the name before? Nothing in them has been looked at.',
  },
  elsewhereBring: 'Bring them here',
  elsewhereLeave: 'Leave them there',
  elsewhereBrought: {
    one: '{n} copy was brought here. It also stays where it was.',
    other: '{n} copies were brought here. They also stay where they were.',
  },
};

/** A word of these dialogs. */
export const say = catalogue(copyWords);
