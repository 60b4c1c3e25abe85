/** What stands above a sheet of a request for it: who asks, by when, and what can be done about it. */

import type {Assignment} from '../../coaching/formats.ts';
import type {Asked} from '../../coaching/loop-store.ts';
import {type Changes, isOld} from '../../coaching/request.ts';
import {today} from '../../model/dates.ts';
import type {Edit} from '../../model/response.ts';
import {sayDay} from '../../page/days.ts';
import {button, el} from '../../page/dom.ts';
import type {OpenSheet} from '../../sheet/desk-loader.ts';
import {say} from '../../words/asked.ts';
import {say as sayOut} from '../../words/out.ts';
import {buttons, dueWords, goTo, labelOf, line, placeOf} from './words.ts';

/** What is known of a request from the moment at which its link or file was opened. */
export interface Arrival {
  changes: Changes | null;
  /** A later version was here already. */
  older: boolean;
  newCoach: boolean;
  /** It could not be kept. */
  unkept: boolean;
  /** It was begun before. */
  begun: boolean;
}

/** A band of its own, which the focus can be put on. */
export const band = (state: string, ...content: Node[]): HTMLElement =>
  el(
    'section',
    {class: 'pb-loop-band', 'data-state': state, tabindex: '-1', 'aria-label': String(content[0]?.textContent ?? '')},
    ...content,
  );

const head = ({from, to}: Assignment, label: string, due: string): HTMLElement =>
  el(
    'p',
    {class: 'pb-loop-head'},
    el('strong', {}, say(to.name ? 'loopAsksName' : 'loopAsks', {coach: from.name, name: to.name, label})),
    ...(due ? [' ', el('span', {class: 'pb-loop-due'}, due)] : []),
  );

const said = ({say: words}: Assignment): Node[] => (words ? [el('p', {class: 'pb-loop-say'}, el('q', {}, words))] : []);

/** What a later version of the request says otherwise. */
function changeLines(sheet: OpenSheet, coach: string, {due, say: words, label, focus}: Changes): Node[] {
  const day = (value: string): string => (value ? sayDay(value) : say('loopNoDay'));
  const labels = (focus ?? []).map(id => sheet.kind.labelOf(`a/${id}/v`));
  const lines = [
    due && say('loopWasDue', {before: day(due.before), now: day(due.now)}),
    label !== null && say('loopRelabelled', {label}),
    words && say('loopSaid', {say: words}),
    focus && (labels.length ? say('loopMarks', {labels: labels.join(', ')}) : say('loopNoMarks')),
  ].filter(Boolean) as string[];
  return [el('p', {}, say('loopChanged', {coach})), el('ul', {class: 'pb-list'}, ...lines.map(each => el('li', {}, each)))];
}

function news(sheet: OpenSheet, assignment: Assignment, arrival: Arrival | undefined): Node[] {
  const coach = assignment.from.name;
  return [
    ...line(isOld(assignment, today()) ? say('loopOld', {day: sayDay(assignment.until)}) : ''),
    ...line(arrival?.newCoach ? say('loopNewCoach', {coach}) : '', {class: 'pb-loop-new-coach'}),
    ...line(arrival?.older ? say('loopOlder') : ''),
    ...(arrival?.changes && !arrival.older ? changeLines(sheet, coach, arrival.changes) : []),
    ...line(arrival?.unkept ? say('loopNotKept') : '', {class: 'pb-refused'}),
  ];
}

/** What *Start* would fill in. */
function fills(sheet: OpenSheet, edits: readonly Edit[]): Node[] {
  if (!edits.length) return [];
  const lines = edits.map(({key, value}) =>
    el('li', {}, sayOut('shows', {label: sheet.kind.labelOf(key), value: sheet.kind.wordsOf(key, value)})),
  );
  return [el('p', {}, say('loopFills')), el('ul', {class: 'pb-list'}, ...lines)];
}

/** A request that is not begun: new, declined, or begun in a copy that is deleted. */
export function requestBand(
  sheet: OpenSheet,
  asked: Asked,
  state: 'new' | 'declined' | 'deleted',
  edits: readonly Edit[],
  arrival: Arrival | undefined,
  acts: {start(): void; decline(): void},
): HTMLElement {
  const {assignment, declined} = asked;
  const standing =
    state === 'declined' && declined
      ? line(declined.say ? say('loopDeclined', {say: declined.say}) : say('loopDeclinedMute'))
      : line(state === 'deleted' ? say('loopDeleted') : '');
  const made = band(
    state,
    head(assignment, labelOf(assignment), dueWords(assignment.due)),
    ...said(assignment),
    ...news(sheet, assignment, arrival),
    ...standing,
    ...fills(sheet, edits),
    buttons(
      button(say(state === 'declined' ? 'loopStartAfterAll' : 'loopStart'), () => acts.start(), {
        class: 'pb-button pb-primary pb-loop-start',
      }),
      ...(state === 'declined' ? [] : [button(say('loopNotNow'), () => acts.decline(), {class: 'pb-button pb-loop-not-now'})]),
    ),
  );
  made.dataset['asked'] = assignment.id;
  return made;
}

/** The request that the open copy answers. */
export function startedBand(sheet: OpenSheet, {assignment}: Asked, standing: string, arrival: Arrival | undefined): HTMLElement {
  const marked = assignment.focus.filter(id => placeOf(sheet, `a/${id}`));
  const jumps = marked.map(id => {
    const link = el('a', {href: `#${sheet.store.worksheet}--${id}`}, sheet.kind.labelOf(`a/${id}/v`));
    link.addEventListener('click', event => {
      event.preventDefault();
      goTo(sheet, `a/${id}`);
    });
    return el('li', {}, link);
  });
  return band(
    'started',
    head(assignment, labelOf(assignment), dueWords(assignment.due)),
    ...said(assignment),
    ...line(arrival?.begun ? say('loopBegun') : ''),
    ...news(sheet, assignment, arrival),
    ...(jumps.length
      ? [
          el(
            'nav',
            {'aria-label': say('loopLook', {coach: assignment.from.name})},
            ...line(say('loopLook', {coach: assignment.from.name})),
            el('ul', {class: 'pb-loop-jumps'}, ...jumps),
          ),
        ]
      : []),
    ...line(standing, {class: 'pb-loop-standing'}),
  );
}
