/** The dialog in which a review closes: the next day, what comes along, and the next copy. One press, one undo. */

import {countOf, nextId, nextReview} from '../coaching/closing.ts';
import {tellAll} from '../keep/tabs.ts';
import type {Host} from '../kinds/kind.ts';
import type {Closing} from '../kinds/review.ts';
import {settled} from '../kinds/settled.ts';
import {addDays, isDay, showDay, today} from '../model/dates.ts';
import {nameOf} from '../model/limits.ts';
import {isPrivate} from '../model/privacy.ts';
import {ARCHIVED, answerKey, type Edit, GONE, LABEL, rowKey, textOf} from '../model/response.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say as sayOfKind} from '../words/kinds.ts';
import {say} from '../words/result.ts';

/** What the coach promises in an answer of its own, by its id. */
const PROMISE = 'clear-away';

/** The question for the day of the next talk: the one that is called so, else the last day that is asked. */
function meeting({form}: Host): string {
  const asked = [...form.querySelectorAll<HTMLElement>('.pb-field[data-field][data-type="date"]')].map(each => each.dataset['field']!);
  return asked.find(id => id === 'next-meeting') ?? asked.filter(id => id !== 'start-date').at(-1) ?? '';
}

/** The day that the sheet says, else as many days from now as lie between two reviews. */
function proposed(host: Host): string {
  const said = textOf(host.store.copy, answerKey(meeting(host)));
  if (isDay(said) && said > today()) return said;
  const every = Number(host.form.closest('playbook-worksheet')?.getAttribute('every')) || 0;
  return every > 0 ? addDays(today(), every) : '';
}

/** Ask for the day, say what will come along, and begin the next review. */
export function askToClose(open: Closing): void {
  const {host, before, now} = open;
  const day = el('input', {type: 'date', id: `${host.worksheet}--next-day`});
  day.value = proposed(host);
  const count = countOf(before, now).open;
  const done = settled(before, now);
  const form = el(
    'form',
    {method: 'dialog', class: 'pb-dialog-form'},
    el('p', {}, [count ? say('carried', {n: count}) : say('carriedNone'), done].filter(Boolean).join('; ').concat('.')),
    el('label', {for: day.id}, say('meetNext')),
    day,
    el('p', {class: 'pb-help'}, sayOfKind('closeHelp')),
    el(
      'div',
      {class: 'pb-buttons'},
      el('button', {type: 'submit', class: 'pb-button pb-primary'}, say('nextReview')),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
  const dialog = openDialog(host.form.closest('playbook-worksheet') ?? host.form, say('closeTitle'), form);
  form.addEventListener('submit', () => void close(open, day.value), {once: true});
}

/** The name without the day that an earlier closing gave it, and with the next one. */
const named = (label: string, day: string): string =>
  nameOf(label.split(' · ')[0] || sayCore('firstCopy'), name => (isDay(day) ? `${name} · ${showDay(day, pageLanguage())}` : name));

async function close({host, before, now, focus}: Closing, day: string): Promise<void> {
  const {store} = host;
  const {copy} = store;
  const question = meeting(host);
  const earlier = textOf(copy, answerKey(question));
  const promise = textOf(copy, answerKey(PROMISE));
  const done = settled(before, now);
  const {next, carried} = nextReview(
    {
      ...{copy, before, now},
      isPrivate: (table, row) => isPrivate(copy, rowKey(table, row, 'pos'), table === now.name ? now : before),
      promise:
        promise && copy.leaves.get(`a/${PROMISE}/private`)?.v !== true
          ? {question: PROMISE, text: promise, owner: say('theCoach'), due: day}
          : undefined,
    },
    named(textOf(copy, LABEL), day),
    store.ticker,
    store.find(nextId(copy)),
  );
  const edits: Edit[] = [{key: ARCHIVED, value: true}];
  if (question && isDay(day) && day !== earlier) edits.push({key: answerKey(question), value: day});
  host.edit(edits);
  await store.copies.write(next).catch(() => store.copies.list(next)); // refused: the page says so, and goes on in memory
  tellAll(store.site, store.worksheet, next.copy);
  await store.change(next.copy);
  focus();
  const said = `${[carried ? say('carried', {n: carried}) : say('carriedNone'), done].filter(Boolean).join('; ')}.`;
  const toast = el(
    'div',
    {class: 'pb-toast', role: 'status'},
    `${said} `,
    button(sayCore('undo'), () => {
      toast.remove();
      void reopen(host, copy.copy, edits.length > 1 ? [{key: answerKey(question), value: earlier}] : []);
    }),
  );
  for (const old of host.form.querySelectorAll('.pb-toast')) old.remove();
  host.form.querySelector('.pb-bar')?.prepend(toast); // in sight wherever the reader is
}

/** Take it back: the next review goes, and the one before is open again, as it was. */
async function reopen(host: Host, copy: string, edits: Edit[]): Promise<void> {
  const {store} = host;
  store.edit([{key: GONE, value: true}]);
  await store.change(copy);
  store.edit([{key: ARCHIVED, value: false}, ...edits]);
  store.dispatchEvent(new Event('change'));
  await store.flush();
  host.announce(sayCore('undone'), true);
  host.form.querySelector<HTMLElement>('.pb-close-review')?.focus();
}
