/** Under each line of a return: the coach's remark, what was answered to it, and *Talk about this*. */

import {button, el} from '../page/dom.ts';
import {say} from '../words/team-more.ts';
import {nameOf} from './board.ts';
import type {Review} from './review.ts';
import {tried} from './ui.ts';

/** Earlier remarks with what was answered, the box for this return's, and *Talk about this*. */
export function remarkTools(review: Review, on: string, label: string): HTMLElement[] {
  const {page, remarking, now} = review;
  const seq = now!.returned.seq;
  const earlier = remarking.on(on).filter(([, remark]) => remark.text.v !== '');
  const shown = earlier.flatMap(([id, remark]) => [
    ...(remark.seq === seq && remark === remarking.on(on).find(([, each]) => each.seq === seq)?.[1]
      ? []
      : [el('p', {class: 'pb-team-remark'}, `${say('teamYouSaid', {n: remark.seq})} ${remark.text.v}`)]),
    ...replyTo(review, id),
  ]);
  const text = remarking.textOf(on, seq);
  const box = el('textarea', {rows: '2', 'aria-label': `${say('teamRemark')}: ${label}`, 'data-focus': `remark-${on}`});
  box.defaultValue = text;
  const told = el('span', {class: 'pb-told', role: 'status'});
  box.addEventListener('change', async () => {
    const value = box.value;
    if (!(await tried(page, () => remarking.say(on, seq, value.trim())))) return;
    box.defaultValue = value;
    told.textContent = say('teamSaved');
  });
  const open = el('details', {class: 'pb-team-write', open: text !== ''}, el('summary', {}, say('teamRemark')), box, told);
  return [...shown, el('div', {class: 'pb-team-tools'}, open, talkButton(review, on, label))];
}

/** What the person answered to a remark: the newest of their answers. */
function replyTo({returns, member}: Review, id: string): HTMLElement[] {
  const reply = returns.map(({returned}) => returned.replies.get(id)).find(each => each && each.v !== '');
  return reply ? [el('p', {class: 'pb-team-reply'}, el('strong', {}, `${nameOf(member)}: `), String(reply.v))] : [];
}

/** Marks a line to be talked about. It may stand twice on the page: both say the same. */
export function talkButton({page, remarking, now}: Review, on: string, label: string): HTMLElement {
  const made = button(
    say('teamTalk'),
    async () => {
      const wanted = made.getAttribute('aria-pressed') !== 'true';
      if (!(await tried(page, () => remarking.talk(on, now!.returned.seq, wanted)))) return;
      for (const each of page.element.querySelectorAll<HTMLElement>('[data-talk]')) {
        if (each.dataset['talk'] === on) each.setAttribute('aria-pressed', String(wanted));
      }
    },
    {'aria-pressed': String(remarking.isTalk(on)), 'aria-label': `${say('teamTalk')}: ${label}`, 'data-talk': on},
  );
  return made;
}
