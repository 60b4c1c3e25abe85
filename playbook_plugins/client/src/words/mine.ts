/** Words of the page "My worksheets". */

import {catalogue} from './core.ts';

export const mineWords = {
  mineFirst: 'To begin with',
  mineFirstHelp: 'What you fill in is kept in this browser and listed here. Has somebody sent you a file or a link? Open it here.',
  mineSearch: 'Search in my copies',
  mineSort: 'Sort by',
  sortUpdated: 'Last changed',
  sortDue: 'Next due',
  sortName: 'Name',
  mineFound: {one: '{n} copy', other: '{n} copies'},
  mineSaved: 'changed {day}',
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
  mineAll: 'Save a backup of everything',
  mineBrought: {one: '{n} copy was added.', other: '{n} copies were added.'},
  mineSheets: 'All sheets of this site',
  mineSavedFile: 'The file is saved. Keep it where only you can read it.',
  mineStorage: 'Backup and storage',
  mineUsed: '{used} are used here.',
  mineLasting: 'The browser has promised to keep it.',
  mineNotLasting:
    'The browser may clear it when space runs short, or after some weeks without a visit. Save a backup of everything now and then.',
  mineAsk: 'Protect from automatic clean-up',
  mineRefused: 'This browser refuses to keep anything for this site. What you type is lost when you close the page.',
};

/** A word of this page. */
export const say = catalogue(mineWords);
