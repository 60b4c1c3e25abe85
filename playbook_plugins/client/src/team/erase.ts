/** *Erase somebody*: what this browser holds of a person goes for good, on this page and among the copies. */

import {loopFileName} from '../coaching/file.ts';
import {heldWords, holdingsOf} from '../coaching/holdings.ts';
import {forget} from '../keep/forget.ts';
import {button, el} from '../page/dom.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {acts, dialogOf, everybody, field, help, isSample, personChoice, sayer} from './dialogs.ts';

/** Names of files that may lie in a coach's folders. */
const MOST_FILES = 200;

/** Open the dialog. */
export async function askToErase(context: TeamContext): Promise<void> {
  if (isSample(context)) return;
  const people = await everybody(context);
  const {line, tell} = sayer();
  const whom = personChoice('pb-erase-whom', people);
  const about = el('div', {class: 'pb-erase-about', 'aria-live': 'polite'});
  const go = button(say('otErase').replace(/\s*…$/, ''), () => void erase(), {class: 'pb-button pb-danger', disabled: true});
  const nameOf = (id: string): string => String(people.find(member => member.id === id)?.name.v ?? '');
  const look = async (): Promise<void> => {
    const id = whom.value;
    const held = id ? holdingsOf(await context.loop.everything(), id) : null;
    if (whom.value !== id) return;
    go.disabled = !held;
    go.textContent = held ? say('otErasing', {name: nameOf(id)}) : say('otErase').replace(/\s*…$/, '');
    const files = (held?.returns ?? []).map(({returned}) =>
      loopFileName('return', returned.from, returned.copy?.worksheet ?? '', returned.seq),
    );
    about.replaceChildren(
      ...(held ? [el('p', {}, say('otEraseHelp', {name: nameOf(id), what: heldWords(held)}))] : []),
      ...(files.length
        ? [
            el(
              'details',
              {},
              el('summary', {}, say('otEraseFiles')),
              el('ul', {class: 'pb-list'}, ...[...new Set(files)].slice(0, MOST_FILES).map(name => el('li', {}, el('code', {}, name)))),
            ),
          ]
        : []),
    );
  };
  const erase = async (): Promise<void> => {
    const id = whom.value;
    const name = nameOf(id);
    go.disabled = true;
    try {
      await eraseEverywhere(context, id);
    } catch {
      go.disabled = false;
      return tell(sayCore('unkept'), true);
    }
    dialog.close();
    await context.refresh();
    context.announce(say('otErased', {name}), true);
  };
  whom.addEventListener('change', () => void look());
  const dialog = dialogOf(context, say('otErase').replace(/\s*…$/, ''), close => [
    ...(people.length ? [field(say('otEraseWhom'), whom), about] : [help(sayCore('nothing'))]),
    line,
    acts(close, ...(people.length ? [go] : [])),
  ]);
}

/** Their copies first, as long as it is known which they are. */
async function eraseEverywhere({loop}: TeamContext, person: string): Promise<void> {
  const copies = (await loop.index()).filter(entry => entry.person === person && entry.copy);
  await forget(
    loop.site,
    copies.map(({sheet, copy}) => [sheet, copy]),
  );
  await loop.erase(person);
}
