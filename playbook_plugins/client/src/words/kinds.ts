/** Words of action plans, assessments, agreements, reviews and gates. */

import {catalogue} from './core.ts';

export const sheetWords = {
  opened: '“{label}” is open now.',
  gateAnyway: 'Do it anyway',
  gateMissing: 'Show what is missing',
  emptyPlan: 'There is no row yet. Add the first.',
  actions: 'Actions',
  addRow: 'Add a row',
  up: 'Move row {n} up',
  down: 'Move row {n} down',
  removeRow: 'Remove row {n}',
  linkRow: 'Copy link to row {n}',
  cell: '{label}, row {n}',
  rowRemoved: 'Row removed. Undo brings it back.',
  rowAdded: 'Row {n} added.',
  rowGone: 'removed',
  moved: 'Now row {n}.',
  removedRows: {one: '{n} removed row', other: '{n} removed rows'},
  emptyRow: 'Empty row',
  overdue: 'Overdue',
  received: {one: '{n} action was added to this plan.', other: '{n} actions were added to this plan.'},
  sentLater: 'The action is kept and will be added when you open the plan.',
  result: 'Your result',
  resultHelp: 'Strengths first. For conversation, not for selection. Nobody else sees it unless you take it out.',
  trait: 'Talent',
  score: 'Score',
  scoreBefore: 'Then',
  band: 'Reading',
  answered: 'Answered',
  noBand: 'Not enough answers yet',
  tooFew: 'Answer four in five of these statements to get a reading.',
  compare: 'Compare with',
  compareNone: 'no other copy',
  makeAction: 'Make this an action',
  sentence: '{metric}: from {baseline} to {target} by {by}.',
  sentenceTo: '{metric}: {target} by {by}.',
  sentenceOpen: '{metric}: from {baseline} to {target}.',
  nextReview: 'Start the next review',
  nextReviewHelp: 'Commitments that are neither done nor dropped come along. This review stays as it is.',
  carried: {one: '{n} commitment came along.', other: '{n} commitments came along.'},
};

/** A word of these kinds. */
export const say = /* @__PURE__ */ catalogue(sheetWords);
