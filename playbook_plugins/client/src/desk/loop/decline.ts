/** *Not now…*: the reason, kept here, and handed to the coach by whatever way. */

import type {Asked} from '../../coaching/loop-store.ts';
import {button, el, openDialog} from '../../page/dom.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';
import {say as sayCore} from '../../words/core.ts';
import {handOver} from '../hand-over.ts';
import {Sender} from '../sender.ts';
import {type Made, made} from './returning.ts';
import {loopOf, orElse} from './store.ts';
import {buttons, line} from './words.ts';

const MOST = 280;

/** Ask for the reason; `done` once it is noted here, and again once it has left. */
export function decline(sheet: OpenSheet, asked: Asked, done: () => void): void {
  const {assignment} = asked;
  const {site, worksheet} = sheet.store;
  const coach = assignment.from.name;
  const sender = new Sender(site, `${worksheet}.sender`, assignment.to.name, assignment.to.id);
  const reason = el('textarea', {id: `${worksheet}.reason`, rows: '3'});
  reason.value = asked.declined?.say ?? '';
  reason.addEventListener('input', () => {
    const over = reason.value.trim().length - MOST;
    reason.setCustomValidity(over > 0 ? say('loopReasonMost', {n: over, most: MOST}) : '');
    reason.reportValidity();
  });
  const form = el(
    'form',
    {method: 'dialog', class: 'pb-dialog-form'},
    el('label', {for: reason.id}, say('loopReason', {coach})),
    reason,
    sender.element,
    buttons(
      el('button', {type: 'submit', class: 'pb-button pb-primary'}, say('loopDecline')),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
  const dialog = openDialog(sheet.element, say('loopDeclineTitle'), form);
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (!reason.reportValidity() || !sender.take()) return;
    void noted(reason.value.trim());
  });

  async function noted(words: string): Promise<void> {
    const loop = loopOf(site);
    await orElse(loop.decline(assignment.id, words), undefined);
    done();
    const before = (await orElse(loop.sent(), [])).filter(sent => sent.assignment === assignment.id && !sent.copy);
    let making: Promise<Made> | null = null;
    let isNoted = false;
    const make = (): Promise<Made> => {
      making ??= made({
        sheet,
        to: assignment.from,
        assignment,
        before,
        from: sender.person,
        state: 'declined',
        say: words,
        copy: null,
        wanted: {notes: false, privates: false},
        replies: new Map(),
      });
      return making;
    };
    const left = async (): Promise<void> => {
      const {sent} = await make();
      if (!isNoted) await orElse(loop.noteSent(sent), undefined);
      isNoted = true;
      told.textContent = say('loopDeclinedDone');
      done();
    };
    const told = el('p', {class: 'pb-returned', role: 'status'}, say('loopTellCoach', {coach}));
    const ways = handOver({to: coach, mail: assignment.from.mail}, async () => (await make()).parcel, left);
    form.replaceChildren(
      ...line(words ? say('loopDeclined', {say: words}) : say('loopDeclinedMute')),
      told,
      ways,
      buttons(button(sayCore('close'), () => dialog.close())),
    );
    ways.querySelector('button')?.focus();
    void make();
  }
}
