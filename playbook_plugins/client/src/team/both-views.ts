/** *Self and coach*: what is asked of both. The person's answer is covered until the coach has written, which is a promise to oneself and no lock. */

import {answerIn} from '../coaching/compare.ts';
import type {SheetQuestion} from '../coaching/sheets.ts';
import {button, el} from '../page/dom.ts';
import {say} from '../words/team-more.ts';
import {nameOf} from './board.ts';
import {talkButton} from './remark-tools.ts';
import {isCovered, type Review} from './review.ts';
import {buttons, help, part, tried} from './ui.ts';

/** The part of the page; none where nothing is asked of both. */
export function bothViews(review: Review): HTMLElement[] {
  const both = review.sheet?.questions.filter(({coach, private: closed}) => coach && !closed) ?? [];
  if (!both.length) return [];
  return [
    part(
      'both',
      say('teamBoth'),
      ...(review.blind ? [help(say('teamBlindHelp'))] : []),
      el('ul', {class: 'pb-team-pairs'}, ...both.map(question => line(review, question))),
    ),
  ];
}

function line(review: Review, question: SheetQuestion): HTMLElement {
  const item = el('li', {class: 'pb-team-pair', id: `pb-team-view-${question.id}`});
  const {page, remarking} = review;
  const save = async (text: string): Promise<void> => {
    const first = isCovered(review, question);
    if (!(await tried(page, () => remarking.setView(question.coach, text)))) return;
    if (!first) return page.announce(say('teamSaved'), true);
    await page.refresh();
  };
  const control = viewControl(question, remarking.view(question.coach) ?? '');
  control.setAttribute('aria-label', `${say('teamYourView')}: ${question.label}`);
  control.addEventListener('change', () => {
    if (control.value.trim() || remarking.view(question.coach) !== undefined) void save(control.value.trim());
  });
  const covered = isCovered(review, question);
  const name = nameOf(review.member);
  const theirs = covered
    ? help(say('teamViewFirst'))
    : el('p', {class: 'pb-team-said'}, answerIn(review.now!.returned.copy!, question) || say('teamNoAnswer'));
  const none = button(say('teamNoView'), () => void save(''), {'aria-label': `${say('teamNoView')}: ${question.label}`});
  item.append(
    el('strong', {class: 'pb-team-asked'}, question.label),
    el(
      'div',
      {class: 'pb-team-two'},
      el('div', {}, el('span', {class: 'pb-help'}, name), theirs),
      el('div', {}, el('span', {class: 'pb-help'}, say('teamYou')), control, ...(covered ? [buttons(none)] : [])),
    ),
    ...(covered ? [] : [buttons(talkButton(review, `a/${question.id}`, question.label))]),
  );
  return item;
}

function viewControl({choices, coach}: SheetQuestion, value: string): HTMLTextAreaElement | HTMLSelectElement {
  if (!choices.length) {
    const box = el('textarea', {rows: '2', 'data-focus': `view-${coach}`});
    box.defaultValue = value;
    return box;
  }
  const select = el('select', {'data-focus': `view-${coach}`}, el('option', {value: ''}, '–'));
  for (const [id, words] of choices) select.append(el('option', {value: id, selected: id === value}, words));
  return select;
}
