/** *What I hold about somebody*: for them to read, and to take along. */

import {type Holdings, heldWords, holdingsJson, holdingsMarkdown, holdingsOf} from '../coaching/holdings.ts';
import {today} from '../model/dates.ts';
import {button, el} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {acts, dialogOf, everybody, field, help, personChoice, sayer} from './dialogs.ts';

/** Open the dialog. */
export async function askWhatIsHeld(context: TeamContext): Promise<void> {
  const people = await everybody(context);
  const {line, tell} = sayer();
  const whom = personChoice('pb-held-whom', people);
  const text = el('pre', {class: 'pb-held', tabindex: '0', role: 'group', hidden: true});
  let held: Holdings | null = null;
  const out = (label: string, write: (held: Holdings) => [text: string, ending: string, type: string]): HTMLButtonElement =>
    button(
      label,
      () => {
        if (!held) return;
        const name = `${String(held.member.name.v)}-${today()}`;
        save(write(held)[0], name, ...(write(held).slice(1) as [string, string]));
        tell(say('otSavedFile', {name}));
      },
      {disabled: true},
    );
  const ways = [
    out(say('otAsMarkdown'), all => [holdingsMarkdown(all, context.sheets, today()), 'md', 'text/markdown']),
    out(say('otAsJson'), all => [holdingsJson(all, context.loop.site, today()), 'json', 'application/json']),
  ];
  whom.addEventListener('change', async () => {
    const id = whom.value;
    const found = id ? holdingsOf(await context.loop.everything(), id) : null;
    if (whom.value !== id) return;
    held = found;
    for (const way of ways) way.disabled = !held || context.sample;
    text.hidden = !held;
    if (!held) return tell('');
    text.setAttribute('aria-label', say('otHoldTitle', {name: String(held.member.name.v)}));
    text.textContent = holdingsMarkdown(held, context.sheets, today());
    tell(heldWords(held));
  });
  dialogOf(context, say('otHold').replace(/\s*…$/, ''), close => [
    help(context.sample ? say('otSampleOnly') : say('otHoldHelp')),
    ...(people.length ? [field(say('otEraseWhom'), whom)] : [help(sayCore('nothing'))]),
    line,
    text,
    acts(close, ...ways),
  ]);
}
