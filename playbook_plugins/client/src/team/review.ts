/** What somebody's page works on: the sheet and the returns that were chosen, and what is covered of them. */

import {answerIn, type Line, linesOf} from '../coaching/compare.ts';
import type {IndexEntry, KeptReturn, Member} from '../coaching/loop-store.ts';
import type {SheetEntry, SheetQuestion} from '../coaching/sheets.ts';
import {entriesOf} from './board.ts';
import type {Chosen, TeamPage} from './context.ts';
import {Remarking} from './remarking.ts';

/** What the parts of somebody's page work on: one sheet, and of it one return, beside another where there is one. */
export interface Review {
  page: TeamPage;
  member: Member;
  sheet: SheetEntry | undefined;
  sheetId: string;
  /** All returns of this sheet, newest first. */
  returns: KeptReturn[];
  entries: IndexEntry[];
  now: KeptReturn | undefined;
  before: KeptReturn | undefined;
  remarking: Remarking;
  blind: boolean;
}

/** What was chosen, or the newest two. */
export function reviewOf(page: TeamPage, member: Member, all: KeptReturn[], chosen: Chosen): Review {
  const order = entriesOf(page.state, member.id);
  const sheets = [...new Set(order.filter(({copy}) => copy).map(({sheet}) => sheet))];
  const wanted = chosen.get('sheet') ?? '';
  const sheetId = sheets.includes(wanted) ? wanted : (sheets[0] ?? '');
  const entries = order.filter(({sheet, copy}) => sheet === sheetId && copy);
  const returns = entries.flatMap(({digest}) => all.find(each => each.digest === digest && each.returned.copy) ?? []);
  const of = (which: string, fallback: number): KeptReturn | undefined => {
    const known = chosen.get(which);
    return known === 'none' ? undefined : (returns.find(({digest}) => digest === known) ?? returns[fallback]);
  };
  const now = of('now', 0);
  const at = now ? returns.indexOf(now) : -1;
  const picked = of('before', at + 1);
  const before = picked === now ? undefined : picked;
  const sheet = page.sheets.get(sheetId);
  const remarking = new Remarking(page, now?.returned.copy?.copy ?? '', sheetId);
  return {page, member, sheet, sheetId, returns, entries, now, before, remarking, blind: isBlind(page, sheet, now)};
}

/** Whether the coach writes first: as was asked, else as the sheet's author has it. */
export function isBlind({state}: TeamPage, sheet: SheetEntry | undefined, now: KeptReturn | undefined): boolean {
  const asked = state.given.find(({assignment}) => assignment.id === now?.returned.assignment);
  return asked?.assignment.blind ?? sheet?.blind ?? false;
}

/** Whether an answer is still covered. */
export const isCovered = ({blind, remarking}: Pick<Review, 'blind' | 'remarking'>, question: SheetQuestion | null): boolean =>
  blind && Boolean(question?.coach) && remarking.view(question!.coach) === undefined;

/** The questions of both that the two see differently, once both have spoken. */
export function differing(review: Review): {question: SheetQuestion; theirs: string; mine: string}[] {
  const copy = review.now?.returned.copy;
  if (!copy || !review.sheet) return [];
  return review.sheet.questions
    .filter(({coach}) => coach)
    .map(question => ({question, theirs: answerIn(copy, question), mine: viewIn(review, question)}))
    .filter(({question, theirs, mine}) => mine && theirs && mine !== theirs && !isCovered(review, question));
}

/** The coach's view in words. */
function viewIn({remarking}: Pick<Review, 'remarking'>, {coach, choices}: SheetQuestion): string {
  const view = remarking.view(coach) ?? '';
  return choices.find(([id]) => id === view)?.[1] ?? view;
}

/** The lines that are shown: those that differ, those that were remarked on, and all of a first return that say something. */
export function shownLines(lines: readonly Line[], alone: boolean, remarked: (on: string) => boolean): Line[] {
  return lines.filter(({change, on}) => remarked(on) || (alone ? change !== 'open' : change !== 'same' && change !== 'open'));
}

/** The lines of a review, in the sheet's order, without empty boxes of the coach and what is private and empty. */
export function reviewLines({sheet, before, now}: Pick<Review, 'sheet' | 'before' | 'now'>): Line[] {
  if (!now?.returned.copy) return [];
  const own = new Set(sheet?.questions.map(({coach}) => coach).filter(Boolean));
  return linesOf(sheet, before?.returned.copy ?? null, now.returned.copy).filter(
    ({change, question}) => change !== 'open' || (question && !question.private && !own.has(question.id)),
  );
}
