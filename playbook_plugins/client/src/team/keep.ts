/** The start page's *More*: what is handed on, saved, brought in, shown to its person, let go of and erased. */

import type {IndexEntry, Member} from '../coaching/loop-store.ts';
import {expired} from '../coaching/retention.ts';
import {DAY} from '../model/clock.ts';
import {today} from '../model/dates.ts';
import {button, el} from '../page/dom.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {askToErase} from './erase.ts';
import {askToExport} from './export-tables.ts';
import {askWhatIsHeld} from './held.ts';
import {askForSnapshot} from './snapshot-dialog.ts';
import {askToBringTeam, saveTeamFile} from './team-file-dialog.ts';

const names = (entries: readonly IndexEntry[], members: readonly Member[]): string => {
  const all = members.filter(({id}) => entries.some(({person}) => person === id)).map(({name}) => String(name.v));
  return new Intl.ListFormat(pageLanguage(), {type: 'conjunction'}).format(all.sort((a, b) => a.localeCompare(b, pageLanguage())));
};

/** Returns that need not be kept any longer, with the press that deletes them; nothing where there are none. */
async function oldReturns(context: TeamContext): Promise<HTMLElement[]> {
  const {loop} = context;
  const [index, members, settings] = [await loop.index(), await loop.members(), await loop.settings()];
  const old = expired(index, members, settings, today());
  if (!old.length) return [];
  const places = {n: old.length, months: settings.keep, names: names(old, members)};
  const go = button(say('otDeleteOld', {n: old.length}), async () => {
    try {
      await loop.deleteReturns(old.map(({digest}) => digest));
    } catch {
      return context.announce(sayCore('unkept'), true);
    }
    await context.refresh();
    context.announce(say('otDeletedOld', {n: old.length}), true);
  });
  return [el('p', {class: 'pb-team-old'}, `${settings.keep ? say('otOld', places) : say('otTalked', places)} `, go)];
}

/** Days after which a team file counts as old. */
const FRESH = 7;

/** That the last team file is old, with the press that makes a new one. */
async function oldFile(context: TeamContext): Promise<HTMLElement[]> {
  const {saved} = await context.loop.settings();
  const age = saved ? Math.round((Date.parse(today()) - Date.parse(saved)) / DAY) : 0;
  if (age <= FRESH) return [];
  const save = button(say('otSaveTeam'), () => void saveTeamFile(context));
  return [el('p', {class: 'pb-team-old'}, `${say('otFileOld', {n: age})} `, save)];
}

/** Fill the start page's menu. */
export async function moreMenu(context: TeamContext, into: HTMLElement): Promise<void> {
  const summary = el('summary', {class: 'pb-button'}, sayCore('more'));
  const menu = el('details', {class: 'pb-team-more'}, summary);
  const item = (label: string, act: () => void | Promise<void>): HTMLElement =>
    button(label, () => {
      menu.open = false;
      summary.focus(); // where the dialog gives it back
      void act();
    });
  const items: [string, () => void | Promise<void>][] = [
    [say('otSnapshot'), () => askForSnapshot(context)],
    [say('otSaveTeam'), () => saveTeamFile(context)],
    [say('otBringTeam'), () => askToBringTeam(context)],
    [say('otExport'), () => askToExport(context)],
    [say('otHold'), () => askWhatIsHeld(context)],
    [say('otErase'), () => askToErase(context)],
  ];
  menu.append(el('div', {class: 'pb-team-more-items'}, ...items.map(([label, act]) => item(label, act))));
  menu.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  const old = context.sample ? [] : [...(await oldReturns(context)), ...(await oldFile(context))];
  into.replaceChildren(menu, ...old);
}

export {saveTeamFile};
