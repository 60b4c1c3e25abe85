/** *Give it to Ana*: the coach's remarks on one copy, with the receipt for what has come back of it. */

import {envelopeLink} from '../coaching/links.ts';
import {remarksEnvelope, remarksFile} from '../coaching/remarks.ts';
import {button, openDialog} from '../page/dom.ts';
import {fits} from '../travel/link.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import {doorAddress, sheetAddress} from './addresses.ts';
import {nameOf} from './board.ts';
import {handOver} from './hand-over.ts';
import type {Review} from './review.ts';
import {buttons, help, list, tried} from './ui.ts';

/** Show what the person will see, and the ways in which it leaves. */
export async function askToGive(review: Review): Promise<void> {
  const {page, member, remarking, sheet, sheetId, returns} = review;
  const name = nameOf(member);
  if (!(await tried(page, () => remarking.receipt(returns)))) return;
  const remarks = remarking.now!;
  const file = remarksFile(remarks, {id: member.id, name}, doorAddress());
  const link = await envelopeLink(remarksEnvelope(remarks), 'm', sheetAddress(sheet));
  const title = sheet?.title ?? sheetId;
  const dialog = openDialog(
    page.element,
    say('teamGive', {name}),
    help(say('teamGiveHelp', {name})),
    list(...visible(review).map(each => [each])),
    handOver(page, {
      link: fits(link) ? link : '',
      file,
      name,
      mail: String(member.mail.v),
      subject: title,
      words: say('teamRemarksLetter', {name, label: title}),
    }),
    help(say('teamNotLocked')),
    buttons(button(sayCore('close'), () => dialog.close())),
  );
  const heading = dialog.querySelector<HTMLElement>('h2')!; // what is given stands above the first control: begin there
  heading.tabIndex = -1;
  heading.focus();
}

/** What goes along, in words. */
function visible({remarking}: Review): string[] {
  const texts = remarking.all().map(([, {text, talk}]) => (text.v !== '' ? String(text.v) : talk.v === true ? say('teamTalk') : ''));
  const views = [...(remarking.now?.views ?? [])].filter(([, {v}]) => v !== '').length;
  const done = [...(remarking.now?.commitments ?? [])].filter(([, parts]) => parts.get('status')?.v === 'done').length;
  const got = remarking.now?.got.map(({seq}) => seq) ?? [];
  return [
    say('teamReceipt', {n: Math.max(0, ...got)}),
    ...texts,
    ...(views ? [say('teamViews', {n: views})] : []),
    ...(done ? [say('teamDonePromises', {n: done})] : []),
  ].filter(Boolean);
}
