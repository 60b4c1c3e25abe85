/** Words of the page "My worksheets". */

import {catalogue} from './core.ts';

export const mineWords = {
  mineNone: 'Nothing is kept in this browser yet. Open a sheet and begin; it will be listed here.',
  mineSearch: 'Search in my copies',
  mineSort: 'Sort by',
  sortUpdated: 'Last changed',
  sortDue: 'Next due',
  sortName: 'Name',
  mineFound: {one: '{n} copy', other: '{n} copies'},
  mineSaved: 'Saved {day}',
  mineOut: 'Backup {day}',
  mineNeverOut: 'No backup yet',
  mineDue: 'Next due {day}: {label}',
  mineOverdue: {one: '{n} overdue', other: '{n} overdue'},
  mineLeft: 'This sheet has left the site. Its answers are still yours.',
  mineArchive: 'Archive',
  mineUnarchive: 'Out of the archive',
  mineArchived: 'In the archive',
  showArchived: 'Show the archive',
  mineDelete: 'Delete',
  mineRename: 'Rename',
  mineDuplicate: 'Duplicate',
  mineDownload: 'Save a backup',
  mineDeleted: '“{label}” deleted.',
  mineBack: '“{label}” is back.',
  mineDone: 'Done.',
  mineAll: 'Save a backup of everything',
  mineIn: 'Open files',
  mineInHelp: 'Choose or drop files that were sent or saved, here or elsewhere. Many at once are fine.',
  mineNew: 'new copy of “{sheet}”',
  mineMerge: {one: 'merges into “{label}”: {n} change', other: 'merges into “{label}”: {n} changes'},
  mineSame: '“{label}” holds all of it already',
  mineBring: {one: 'Open {n} copy', other: 'Open {n} copies'},
  mineBrought: {one: '{n} copy was added.', other: '{n} copies were added.'},
  mineSheets: 'All sheets of this site',
  mineStorage: 'Storage',
  mineUsed: '{used} used of about {quota} that this browser gives.',
  mineUsedOnly: '{used} used.',
  mineLasting: 'The browser has promised to keep it.',
  mineNotLasting:
    'The browser may clear it when space runs short, or after some weeks without a visit. Save a backup of everything now and then.',
  mineAsk: 'Protect from automatic clean-up',
  mineRefused: 'This browser refuses to keep anything for this site. What you type is lost when you close the page.',
};

/** A word of this page. */
export const say = catalogue(mineWords);
