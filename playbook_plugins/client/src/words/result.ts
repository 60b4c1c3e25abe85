/** Words of what comes late: the result of an assessment, what was changed since an agreement was signed, closing a review. */

import {catalogue} from './core.ts';

export const resultWords = {
  result: 'Your result',
  resultHelp: 'Strengths first. For conversation, not for selection. Nobody else sees it unless you send it.',
  trait: 'Talent',
  band: 'Reading',
  answered: 'Answered',
  noBand: 'Not enough answers yet',
  tooFew: 'Answer four in five of these statements to get a reading.',
  bandMoved: '{trait}: from “{from}” to “{to}”.',
  bandStays: '{trait}: still “{to}”.',
  compare: 'Compare with',
  compareNone: 'no other copy',
  makeAction: 'Make this an action',
  askFigure: 'What did it come to?',
  askUnsigned: 'Nobody has signed yet. Is it met all the same?',
  takeBack: 'Take it back',
  nothingThere: 'nothing',
  signAnew: 'What was signed still holds. The change holds once both sides have signed it here.',
  termChanged: '{label}: {from} → {to}',
  rowCame: 'added',
  rowWent: 'removed',
  amended: 'Changed: {change}. Signed: {by}.',
  closeTitle: 'Close this review',
  meetNext: 'When do you meet next?',
  nextReview: 'Start the next review',
  carried: {one: '{n} commitment comes along', other: '{n} commitments come along'},
  carriedNone: 'No commitment comes along',
  theCoach: 'Coach',
};

/** A word of a result. */
export const say = /* @__PURE__ */ catalogue(resultWords);
