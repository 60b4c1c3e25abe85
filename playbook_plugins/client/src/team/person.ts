/** Somebody's page: how it stands, what changed, where two see it differently, what was promised, how it went. */

import type {IndexEntry, KeptReturn, Member} from '../coaching/loop-store.ts';
import {button, el} from '../page/dom.ts';
import {say} from '../words/team-more.ts';
import {askToAssign} from './assign.ts';
import {beforeAndNow} from './before-now.ts';
import {entriesOf, missingBefore, nameOf, notBack} from './board.ts';
import {bothViews} from './both-views.ts';
import {chainParts} from './chains.ts';
import type {Chosen, TeamPage} from './context.ts';
import {askToGive} from './give.ts';
import {loadMore} from './more.ts';
import {type Review, reviewOf} from './review.ts';
import {askToTypeIn, printTalk} from './talk.ts';
import {addressOf, buttons, field, help, list, part, sayDay, tried} from './ui.ts';
import {waitingLine} from './waiting.ts';

/** The page of `member`. */
export async function personPage(page: TeamPage, member: Member, chosen: Chosen): Promise<HTMLElement[]> {
  const name = nameOf(member);
  const all = await page.loop.returns(member.id);
  const review = reviewOf(page, member, all, chosen);
  const title = el('h2', {id: addressOf(member.id).slice(1), tabindex: '-1', class: 'pb-team-name'}, name);
  const history = el('div', {});
  const parts = [
    el('p', {}, el('a', {href: addressOf(''), 'data-focus': 'back'}, say('teamBack'))),
    title,
    nowPart(page, member, review),
    ...(review.now ? [...beforeAndNow(review, chosen), ...bothViews(review)] : []),
    ...chainParts(page, member),
    ...(review.now ? [part('history', say('teamHistory'), history)] : []),
  ];
  if (review.now) {
    void loadMore().then(
      more => more.history(page, history, member.id),
      () => history.append(help(say('teamNoMore'))),
    );
  }
  return parts;
}

function nowPart(page: TeamPage, member: Member, review: Review): HTMLElement {
  const name = nameOf(member);
  const asked = notBack({...page.state, members: [member]}, [...page.sheets.keys()], '').flatMap(({sheet, lines}) =>
    lines.map(line => [`${page.sheets.get(sheet)?.title ?? sheet}: `, ...waitingLine(page, line).slice(1)]),
  );
  const [newest] = entriesOf(page.state, member.id);
  const facts = newest ? [el('p', {}, stateOf(page, newest, name))] : [help(say('teamNothingYet', {name}))];
  const missing = review.now?.returned.before ? missingIn(page, review.now) : 0;
  const acts = review.now
    ? [
        button(say('teamPrintTalk'), () => void printTalk(review), {class: 'pb-button pb-primary', 'data-focus': 'print'}),
        button(say('teamGive', {name}), () => void askToGive(review), {'data-focus': 'give'}),
        button(say('teamTypeIn'), () => askToTypeIn(review), {'data-focus': 'type-in'}),
      ]
    : [];
  const next = button(review.now ? say('teamNextReview') : say('teamAssign'), () => askAgain(page, member, review), {'data-focus': 'next'});
  return part(
    'now',
    say('teamNow'),
    ...facts,
    ...(missing ? [help(say('teamMissing', {n: missing}))] : []),
    ...(asked.length ? [list(...asked), help(say('teamCannotSee'))] : []),
    buttons(...acts, next),
    el('div', {class: 'pb-team-fields'}, ...details(page, member)),
  );
}

const missingIn = ({state}: TeamPage, {returned}: KeptReturn): number =>
  missingBefore(state.index, returned.copy?.copy ?? '', returned.before, returned.seq);

function stateOf(page: TeamPage, entry: IndexEntry, name: string): string {
  const what = entry.label || page.sheets.get(entry.sheet)?.title || entry.sheet;
  const day = sayDay(entry.day, page.today);
  if (entry.state === 'declined') return say('teamDeclined', {name, day});
  return say(entry.state === 'draft' ? 'teamDraft' : 'teamNewest', {what, n: entry.seq, day});
}

/** The next request of the same sheet: in the same series, due when the sheet says that reviews come. */
function askAgain(page: TeamPage, member: Member, {sheet}: Review): void {
  const every = sheet?.every ? `+${sheet.every}d` : undefined;
  const may = sheet && sheet.return !== 'never';
  askToAssign(page, {people: [member.id], ...(may && {sheet: sheet.id}), ...(every && {due: every})});
}

/** Names with commas between, one a line. */
const namesIn = (text: string): string =>
  text
    .split(/[,،\n]/)
    .map(each => each.trim())
    .filter(Boolean)
    .join('\n');

/** What a coach knows of somebody, each kept as soon as it is left. */
function details(page: TeamPage, member: Member): HTMLElement[] {
  const control = (part: 'next' | 'mail' | 'also', type: string): HTMLInputElement => {
    const box = el('input', {type, id: `pb-team-${part}`, 'data-focus': part, autocomplete: 'off'});
    box.defaultValue = String(member[part].v).split('\n').join(', ');
    box.addEventListener('change', async () => {
      if (!box.validity.valid) return void box.reportValidity();
      if (await tried(page, () => page.loop.changeMember(member.id, part, part === 'also' ? namesIn(box.value) : box.value.trim()))) {
        box.defaultValue = box.value;
        page.announce(say('teamSaved'), true);
        await page.refresh();
      }
    });
    return box;
  };
  return [
    field(say('teamNextTalk'), control('next', 'date')),
    field(say('teamMailOf'), control('mail', 'email')),
    field(say('teamAlso'), control('also', 'text'), say('teamAlsoHelp')),
  ];
}
