/** *Open files…*: files dropped or chosen, a message with links in it; and what became of each, by name. */

import {folded} from '../coaching/commitments.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {takeArrived} from '../page/door.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import {nameOf, namesOf, peopleOf} from './board.ts';
import type {ReadFile, TeamPage} from './context.ts';
import {acceptDrops} from './drops.ts';
import {fileUnder, keepAll, type Outcome, readFiles, readPasted} from './intake.ts';
import {addressOf, buttons, help, joined, list, tried} from './ui.ts';

const MOST = 10_000;

/** Open the dialog. */
export function askToBringIn(page: TeamPage): void {
  const file = el('input', {type: 'file', id: 'pb-team-files', multiple: true, accept: '.txt,.json,text/plain,application/json'});
  const paste = el('textarea', {id: 'pb-team-paste', rows: '4', spellcheck: 'false'});
  const zone = el('div', {class: 'pb-drop'}, el('label', {for: file.id}, say('teamChooseFiles')), file);
  const take = (files: Iterable<File>): void => {
    dialog.close();
    void bringFiles(page, [...files]);
  };
  file.addEventListener('change', () => file.files?.length && take(file.files));
  acceptDrops(zone, take);
  paste.addEventListener('paste', event => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  const dialog = openDialog(
    page.element,
    say('teamBringIn'),
    help(say('teamBringInHelp')),
    zone,
    el('label', {for: paste.id}, say('teamOrPaste')),
    paste,
    buttons(
      button(
        say('teamBringIn'),
        () => {
          if (!paste.value.trim()) return paste.focus();
          dialog.close();
          void bringText(page, paste.value);
        },
        {class: 'pb-button pb-primary'},
      ),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
}

/** Take in files. */
export async function bringFiles(page: TeamPage, files: readonly File[]): Promise<void> {
  const bar = progress(page, files.length);
  await bring(page, await readFiles(files.slice(0, MOST), bar, page.loop.site));
}

/** Take in what the link that was opened brings, or the door has left for this page. */
export async function bringArrived(page: TeamPage): Promise<void> {
  const all = await takeArrived(page.loop.site);
  const files = all.filter(({name}) => name).map(({name, text}) => new File([text], name));
  if (files.length) await bringFiles(page, files);
  for (const {name, text} of all) if (!name) await bringText(page, text);
}

/** Take in a message with links in it. */
export async function bringText(page: TeamPage, text: string): Promise<void> {
  await bring(page, await readPasted(text, n => say('teamPiece', {n}), page.loop.site));
}

/** Shows how far an intake is, once it is more than a moment's. */
function progress(page: TeamPage, all: number): (done: number) => void {
  if (all <= 20) return () => undefined;
  const bar = el('progress', {class: 'pb-progress', max: String(all), 'aria-label': say('teamReading')});
  page.results.replaceChildren(el('p', {}, say('teamReading'), ' ', bar));
  return done => {
    bar.value = done;
  };
}

async function bring(page: TeamPage, read: ReadFile[]): Promise<void> {
  let outcomes: Outcome[] = [];
  if (!(await tried(page, async () => (outcomes = await page.during(() => keepAll(page, page.state, read))))))
    return page.results.replaceChildren();
  await page.refresh();
  show(page, outcomes);
}

const returnOf = ({envelope}: Outcome): string => (envelope?.kind === 'return' ? String(envelope.returned.seq) : '');

/** The outcome in one sentence, and one line for each piece. */
function show(page: TeamPage, outcomes: Outcome[]): void {
  const fresh = outcomes.filter(({what}) => what === 'new');
  const bad = outcomes.filter(({what}) => what === 'refused').length;
  const names = fresh.slice(0, 12).map(each => say('teamReturnOf', {name: nameIn(page, each), n: returnOf(each)}));
  const more = fresh.length > 12 ? [sayRest(fresh.length - 12)] : [];
  const sentence = [
    fresh.length ? say('teamTook', {n: fresh.length, names: joined([...names, ...more])}) : say('teamTookNothing'),
    ...(bad ? [say('teamRefusedCount', {n: bad})] : []),
  ].join(' ');
  const title = el('p', {class: 'pb-team-outcome', tabindex: '-1'}, sentence);
  const close = button(sayCore('close'), () => {
    page.results.replaceChildren();
    page.element.querySelector<HTMLElement>('[data-focus="bring-in"], h2')?.focus();
  });
  page.results.replaceChildren(title, list(...outcomes.slice(0, 300).map(each => line(page, each))), buttons(close));
  title.focus();
}

const sayRest = (n: number): string => say('teamAndMore', {n});
const nameIn = ({state}: TeamPage, {person, envelope}: Outcome): string =>
  nameOf(state.members.find(({id}) => id === person)) || (envelope?.kind === 'return' ? envelope.returned.from.name : '');

function line(page: TeamPage, outcome: Outcome): (Node | string)[] {
  const {what, name, envelope} = outcome;
  const who = nameIn(page, outcome);
  const named = envelope?.kind === 'return' ? `${page.sheets.get(envelope.returned.copy?.worksheet ?? '')?.title ?? ''}`.trim() : '';
  if (what === 'refused') return [el('strong', {}, name), ': ', el('span', {class: 'pb-refused'}, whyNot(outcome))];
  if (what === 'whose') return whose(page, outcome);
  if (what === 'other') return [el('strong', {}, name), `: ${say(elsewhere(outcome))}`];
  if (what === 'erased') return [el('strong', {}, name), `: ${say('teamErased')}`];
  const words = [say('teamReturnOf', {name: who, n: returnOf(outcome)}), named].filter(Boolean).join(' · ');
  return [
    words,
    ...(saysOther(page, outcome) ? [` · ${saysOther(page, outcome)}`] : []),
    ...(what === 'have' ? [` · ${say('teamHave')}`] : []),
    ...(outcome.doubled ? [` · ${say('teamDoubled', {n: returnOf(outcome)})}`] : []),
    ...(outcome.missing ? [` · ${say('teamMissing', {n: outcome.missing})}`] : []),
    ' ',
    el('a', {class: 'pb-button', href: addressOf(outcome.person!), 'aria-label': `${say('teamLook')}: ${words}`}, say('teamLook')),
  ];
}

/** What a return says of its sender, where that is not how its person is called. */
function saysOther({state}: TeamPage, {person, envelope}: Outcome): string {
  const member = state.members.find(({id}) => id === person);
  if (envelope?.kind !== 'return' || !member) return '';
  const {name} = envelope.returned.from;
  return namesOf(member).map(folded).includes(folded(name)) ? '' : say('teamSaysFrom', {name});
}

function whyNot({refused}: Outcome): string {
  const reason = refused?.reason;
  if (reason === 'newer') return say('teamNewer');
  if (reason === 'tooLarge') return say('teamTooLarge');
  return say(reason === 'notOurs' || reason === 'forReading' || reason === 'otherSite' ? 'teamNotOurs' : 'teamDamaged');
}

function elsewhere({envelope}: Outcome): 'teamIsTeamFile' | 'teamIsSnapshot' | 'teamIsYours' | 'teamIsRecord' {
  if (envelope?.kind === 'locked') return 'teamIsTeamFile';
  if (envelope?.kind === 'snapshot') return 'teamIsSnapshot';
  return envelope?.kind === 'record' ? 'teamIsRecord' : 'teamIsYours';
}

/** A return that nobody asked for, or of somebody new: its person is chosen by hand, once. */
function whose(page: TeamPage, outcome: Outcome): (Node | string)[] {
  if (outcome.envelope?.kind !== 'return') return [];
  const {from} = outcome.envelope.returned;
  const people = peopleOf(page.state, pageLanguage());
  const like = people.find(member => namesOf(member).map(folded).includes(folded(from.name)));
  const select = el(
    'select',
    {'aria-label': say('teamWhose', {name: from.name})},
    el('option', {value: ''}, say('teamSomebodyNew', {name: from.name})),
    ...people.map(member => el('option', {value: member.id, selected: member === like}, nameOf(member))),
  );
  const go = button(say('teamFileIt'), async () => {
    const done = await tried(page, async () => {
      const id = select.value || (await page.loop.addMember(from.name, from.id)).id;
      await fileUnder(page, page.state, outcome, id);
    });
    if (!done) return;
    await page.refresh();
    const item = go.closest('li')!;
    item.replaceChildren(...line(page, outcome));
    item.querySelector<HTMLElement>('a')?.focus();
  });
  return [el('span', {}, `${outcome.name}: ${say('teamWhose', {name: from.name})} `), select, ' ', go];
}
