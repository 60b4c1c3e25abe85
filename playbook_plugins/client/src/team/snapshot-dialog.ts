/** *Snapshot*: what may go upward, to be read before it goes. */

import type {Grid} from '../coaching/grid.ts';
import type {Shown} from '../coaching/loop-store.ts';
import {type Snapshot, snapshotOf} from '../coaching/rollup.ts';
import {
  snapshotCsv,
  snapshotGrids,
  snapshotJson,
  snapshotLine,
  snapshotMarkdown,
  snapshotNotes,
  snapshotTitle,
} from '../coaching/snapshot.ts';
import {today} from '../model/dates.ts';
import {button, el} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {separatorOf} from '../travel/table.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {acts, dialogOf, field, help, sayer} from './dialogs.ts';
import {presentIds} from './over-time.ts';
import {load} from './parts.ts';
import {printAlone} from './print-alone.ts';

/** Earlier snapshots that are remembered: five years of one a month. */
const REMEMBERED = 60;

declare global {
  // eslint-disable-next-line no-var
  var playbookTeamXlsx: {workbook(grids: readonly Grid[]): Promise<Blob>} | undefined;
}

/** The snapshot as people read it. */
function shownAs(snapshot: Snapshot, level: 'h3' | 'h2'): HTMLElement[] {
  const grids = snapshotGrids(snapshot).flatMap(({name, heads, rows}, at): HTMLElement[] => {
    const heading = el(level, {id: `pb-snapshot-${level}-${at}`}, name);
    const head = el('tr', {}, ...heads.map(each => el('th', {scope: 'col'}, each)));
    const lines = rows.map(([first, ...cells]) =>
      el('tr', {}, el('th', {scope: 'row'}, String(first)), ...cells.map(cell => el('td', {}, String(cell)))),
    );
    return [
      heading,
      el('table', {class: 'pb-snapshot-table', 'aria-labelledby': heading.id}, el('thead', {}, head), el('tbody', {}, ...lines)),
    ];
  });
  return [el('p', {class: 'pb-snapshot-line'}, snapshotLine(snapshot)), ...grids, ...snapshotNotes(snapshot).map(help)];
}

/** Open the dialog, or say why there is no snapshot. */
export async function askForSnapshot(context: TeamContext): Promise<void> {
  const {loop, sheets} = context;
  const [settings, index, people] = [await loop.settings(), await loop.index(), await presentIds(context)];
  const {least, shown, team} = settings;
  const taken = snapshotOf({index, sheets, people, shown, least, team, site: loop.site, day: today()});
  if (!taken) {
    const few = new Set(index.filter(({state, person}) => state === 'ready' && people.has(person)).map(({person}) => person)).size < least;
    dialogOf(context, say('otSnapshotTitle', {team: team || say('otTeam')}), close => [
      el('p', {}, say(few ? 'otTooFew' : 'otNothingSafe', {n: least})),
      acts(close),
    ]);
    return;
  }
  open(context, taken);
}

function open(context: TeamContext, {snapshot, shown}: {snapshot: Snapshot; shown: Shown}): void {
  const {line, tell} = sayer();
  const preview = el('div', {class: 'pb-snapshot', tabindex: '0', role: 'group', 'aria-label': sayCore('nothing')});
  const name = el('input', {type: 'text', id: 'pb-snapshot-team', maxlength: '80', autocomplete: 'off'});
  name.value = snapshot.team;
  const show = (): void => {
    preview.setAttribute('aria-label', snapshotTitle(snapshot));
    preview.replaceChildren(...shownAs(snapshot, 'h3'));
  };
  name.addEventListener('change', () => {
    snapshot.team = name.value.trim();
    dialog.querySelector('h2')!.textContent = snapshotTitle(snapshot);
    if (!context.sample) void context.loop.setSettings({team: snapshot.team}).catch(() => tell(sayCore('unkept'), true));
    show();
  });
  let isRemembered = false;
  // What leaves is remembered first: without that, the next one could be held against it.
  const leaving = async (out: () => void | Promise<void>): Promise<void> => {
    try {
      if (!isRemembered) {
        const before = (await context.loop.settings()).shown;
        await context.loop.setSettings({shown: [...before, shown].slice(-REMEMBERED)});
        isRemembered = true;
      }
    } catch {
      return tell(sayCore('unkept'), true);
    }
    await out();
  };
  const ways: [string, () => void | Promise<void>][] = [
    [say('otAsJson'), () => written(snapshotJson(snapshot, context.loop.site), 'json', 'application/json')],
    [say('otAsCsv'), () => written(snapshotCsv(snapshot, separatorOf(pageLanguage())), 'csv', 'text/csv')],
    [say('otAsXlsx'), () => workbook(snapshot, tell)],
    [say('otAsMarkdown'), () => written(snapshotMarkdown(snapshot), 'md', 'text/markdown')],
    [say('otPrint'), () => printAlone(onPaper(snapshot))],
  ];
  const written = (text: string, ending: string, type: string): void => {
    save(text, fileName(snapshot), ending, type);
    tell(say('otSavedFile', {name: `${fileName(snapshot)}.${ending}`}));
  };
  const out = context.sample ? [] : ways.map(([label, act]) => button(label, () => void leaving(act)));
  const dialog = dialogOf(context, snapshotTitle(snapshot), close => [
    help(context.sample ? say('otSampleOnly') : say('otSnapshotHelp')),
    field(say('otTeamName'), name),
    preview,
    line,
    acts(close, ...out),
  ]);
  show();
}

const fileName = ({day}: Snapshot): string => `snapshot-${day}`;

async function workbook(snapshot: Snapshot, tell: (text: string, alarm?: boolean) => void): Promise<void> {
  try {
    if (!globalThis.playbookTeamXlsx) await load('xlsx');
    const blob = await globalThis.playbookTeamXlsx!.workbook(snapshotGrids(snapshot));
    const url = URL.createObjectURL(blob);
    el('a', {href: url, download: `${fileName(snapshot)}.xlsx`}).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    tell(say('otSavedFile', {name: `${fileName(snapshot)}.xlsx`}));
  } catch {
    tell(say('otNotLoaded'), true);
  }
}

const onPaper = (snapshot: Snapshot): HTMLElement => el('article', {}, el('h1', {}, snapshotTitle(snapshot)), ...shownAs(snapshot, 'h2'));
