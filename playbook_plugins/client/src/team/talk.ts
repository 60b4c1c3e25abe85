/** *Print for the talk*: one page, the coach's own promises first; and afterwards what was written on it. */

import {isDay} from '../model/dates.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import {nameOf} from './board.ts';
import {openOf, ownerName} from './promises.ts';
import {differing, isCovered, type Review, reviewLines} from './review.ts';
import {buttons, field, help, sayDay, tried} from './ui.ts';

const MOST_LINES = 6;
const MOST_SIGNS = 220; // of one text: the page is for two people who have the sheet
const LINES = 3;

/** One heading of the page and what stands under it. */
export interface Point {
  title: string;
  lines: string[];
}

/** A sign that turns the direction of writing would turn what we say after it as well. */
const straight = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/gu, '');

const short = (long: string, text = straight(long)): string =>
  text.length > MOST_SIGNS
    ? `${text
        .slice(0, MOST_SIGNS)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd()}…`
    : text;

/** What the two may talk about, in its order; headings without a line are left out. */
export function agendaOf(review: Review): Point[] {
  const {page, member, remarking, now} = review;
  const {state, today} = page;
  const name = nameOf(member);
  const promised = openOf(state, member.id).filter(({ticked}) => !ticked);
  const inWords = ({text, due}: {text: string; due: string}): string =>
    due ? `${text} · ${say('teamDue', {day: sayDay(due, today)})}` : text;
  const mine = promised.filter(({owner}) => owner === state.me?.id).map(inWords);
  const theirs = promised.filter(({owner}) => owner !== state.me?.id).map(inWords);
  const lines = new Map(reviewLines(review).map(line => [line.on, line]));
  const replies = [...(now?.returned.replies ?? [])].filter(([, {v}]) => v !== '').map(([, {v}]) => String(v));
  const marked = remarking.all().filter(([, {talk}]) => talk.v === true);
  const talk = marked.map(([, {on, text}]) => {
    const line = lines.get(on);
    const answer = line && !isCovered(review, line.question) ? line.now : '';
    return [[line?.label, answer].filter(Boolean).join(': '), String(text.v)].filter(Boolean).join(' · ');
  });
  const differ = differing(review).map(
    ({question, theirs: said, mine: own}) => `${question.label} ${name}: ${said}. ${say('teamYou')}: ${own}`,
  );
  const point = (title: string, all: string[]): Point[] =>
    all.length
      ? [
          {
            title,
            lines: [
              ...all.slice(0, MOST_LINES).map(line => short(line)),
              ...(all.length > MOST_LINES ? [say('teamAndMore', {n: all.length - MOST_LINES})] : []),
            ],
          },
        ]
      : [];
  return [
    ...point(state.me?.name ? say('teamPromisesOf', {name: state.me.name}) : say('teamYours'), mine),
    ...point(say('teamPromisesOf', {name}), theirs),
    ...point(say('teamRepliesOf', {name}), replies),
    ...point(say('teamTalk'), talk),
    ...point(say('teamDiffer'), differ),
  ];
}

/** The page on paper. */
export function talkPage(review: Review): HTMLElement {
  const {page, member, entries, now, sheet, sheetId} = review;
  const label = entries.find(({digest}) => digest === now?.digest)?.label || sheet?.title || sheetId;
  const line = (): HTMLElement => el('tr', {}, el('td', {class: 'pb-talk-wide'}, '\u00A0'), el('td', {}, '\u00A0'), el('td', {}, '\u00A0'));
  return el(
    'article',
    {class: 'pb-talk', lang: document.documentElement.lang, dir: document.documentElement.dir || 'auto'},
    el('h1', {}, say('teamTalkWith', {name: nameOf(member)})),
    el('p', {class: 'pb-talk-head'}, [label, sayDay(page.today, page.today)].join(' · ')),
    el(
      'ol',
      {},
      ...agendaOf(review).map(({title, lines}) =>
        el('li', {}, el('h2', {}, title), el('ul', {}, ...lines.map(each => el('li', {}, each)))),
      ),
      el(
        'li',
        {},
        el('h2', {}, say('teamAgreed')),
        el(
          'table',
          {},
          el(
            'thead',
            {},
            el('tr', {}, ...[say('teamWhat'), say('teamOwner'), say('teamByWhen')].map(head => el('th', {scope: 'col'}, head))),
          ),
          el('tbody', {}, ...Array.from({length: LINES}, line)),
        ),
      ),
      el('li', {class: 'pb-talk-next'}, el('h2', {}, say('teamNextTalk')), el('span', {class: 'pb-talk-line'})),
    ),
    el('footer', {}, say('teamPurpose')),
  );
}

/** Print it. */
export function printTalk(review: Review): void {
  const made = talkPage(review);
  const root = document.documentElement;
  const clear = (): void => {
    made.remove();
    delete root.dataset['pbTalk'];
  };
  document.body.append(made);
  root.dataset['pbTalk'] = '';
  addEventListener('afterprint', clear, {once: true});
  print();
}

/** *Type in what you wrote*: what was agreed, each line a remark that the person may take over, and the next day. */
export function askToTypeIn(review: Review): void {
  const {page, member, remarking, now} = review;
  const name = nameOf(member);
  const rows = Array.from({length: LINES}, (_, at) => {
    const text = el('input', {
      type: 'text',
      id: `pb-team-agreed-${at}`,
      maxlength: '1000',
      placeholder: say('teamWhat'),
      'aria-label': `${say('teamWhat')} ${at + 1}`,
    });
    const owner = el('select', {'aria-label': `${say('teamOwner')} ${at + 1}`});
    owner.append(
      el('option', {value: member.id}, name),
      el('option', {value: page.state.me?.id ?? ''}, ownerName(page.state, page.state.me?.id ?? '') || say('teamYou')),
    );
    const due = el('input', {type: 'date', 'aria-label': `${say('teamByWhen')} ${at + 1}`});
    return {text, owner, due};
  });
  const next = el('input', {type: 'date', id: 'pb-team-next-day'});
  next.value = String(member.next.v);
  const form = el(
    'form',
    {class: 'pb-dialog-form'},
    help(say('teamTypeInHelp', {name})),
    ...rows.map(({text, owner, due}) => el('div', {class: 'pb-team-agreed'}, text, owner, due)),
    field(say('teamNextTalk'), next),
    buttons(
      el('button', {type: 'submit', class: 'pb-button pb-primary'}, say('teamKeep')),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const done = await tried(page, async () => {
      for (const {text, owner, due} of rows) {
        if (!text.value.trim()) continue;
        const who = owner.selectedOptions[0]!.text;
        const day = isDay(due.value) ? ` · ${say('teamDue', {day: sayDay(due.value, page.today)})}` : '';
        await remarking.add(
          '',
          now!.returned.seq,
          `${say('teamAgreedOn', {day: sayDay(page.today, page.today)})} ${text.value.trim()} · ${who}${day}`,
        );
      }
      if (next.value !== member.next.v) await page.loop.changeMember(member.id, 'next', next.value);
    });
    if (!done) return;
    dialog.close();
    page.announce(say('teamTypedIn', {name}), true);
    await page.refresh();
  });
  const dialog = openDialog(page.element, say('teamTypeIn'), form);
}
