/** The team file: everything of this page, locked by a passphrase; saved here, brought in on a second device. */

import {indexEntry} from '../coaching/index-entry.ts';
import {canLock, LEAST_OWN, lock, looksLocked, unlock, WrongPassphrase} from '../coaching/locked.ts';
import {readTeam, teamText} from '../coaching/team-file.ts';
import {today} from '../model/dates.ts';
import {Refusal} from '../model/gate.ts';
import {button, el} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {textIn} from '../travel/decode.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {acts, dialogOf, field, help, isSample, sayer} from './dialogs.ts';
import {load} from './parts.ts';

interface Phrases {
  newPhrase(): string;
  phraseBits(): number;
  phraseWords: readonly string[];
}

declare global {
  // eslint-disable-next-line no-var
  var playbookTeamPhrase: Phrases | undefined;
}

/** Six words, if their list can be loaded. */
async function phrases(): Promise<Phrases | undefined> {
  if (!globalThis.playbookTeamPhrase) await load('phrase').catch(() => undefined);
  return globalThis.playbookTeamPhrase;
}

/** Without WebCrypto nothing is offered unlocked. */
function noLock(context: TeamContext, title: string): void {
  dialogOf(context, title, close => [el('p', {}, say('otNoCrypto')), acts(close)]);
}

/** Save the team file: six words are offered, one's own may be taken. */
export async function saveTeamFile(context: TeamContext): Promise<void> {
  if (isSample(context)) return;
  if (!canLock()) return noLock(context, say('otSaveTeam'));
  const offered = await phrases();
  const {line, tell} = sayer();
  const phrase = el('textarea', {
    rows: '2', // six words have to be read whole, on a phone as well
    id: 'pb-phrase',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': 'pb-phrase-help',
  });
  const about = el('p', {class: 'pb-help', id: 'pb-phrase-help'});
  const own = el('input', {type: 'checkbox', id: 'pb-phrase-own'});
  const noted = el('input', {type: 'checkbox', id: 'pb-phrase-noted'});
  const other = button(say('otPhraseNew'), () => offer());
  const offer = (): void => {
    const isOwn = own.checked;
    other.hidden = isOwn;
    noted.checked = false;
    phrase.readOnly = !isOwn;
    phrase.value = isOwn ? '' : (offered?.newPhrase() ?? '');
    const number = (n: number): string => n.toLocaleString(pageLanguage());
    about.textContent = isOwn
      ? say('otPhraseLeast', {n: LEAST_OWN})
      : say('otPhraseOffered', {words: number(offered!.phraseWords.length), bits: number(offered!.phraseBits())});
  };
  if (!offered) own.checked = own.disabled = true;
  own.addEventListener('change', () => {
    offer();
    if (own.checked) phrase.focus();
  });
  const go = async (): Promise<void> => {
    const typed = phrase.value.trim().replace(/\s*\n\s*/gu, ' ');
    if (own.checked && typed.length < LEAST_OWN) {
      tell(say('otPhraseShort', {n: typed.length, least: LEAST_OWN}), true);
      return phrase.focus();
    }
    if (!noted.checked) {
      tell(say('otPhraseTick'), true);
      return noted.focus();
    }
    saving.disabled = true;
    tell(say('otLocking'));
    try {
      await lockAndSave(context, typed);
    } catch {
      saving.disabled = false;
      return tell(sayCore('unkept'), true);
    }
    dialog.close();
    await context.refresh();
    context.announce(say('otTeamSaved'), true);
  };
  const saving = button(say('otSaveTeam').replace(/\s*…$/, ''), () => void go(), {class: 'pb-button pb-primary'});
  const dialog = dialogOf(context, say('otSaveTeam').replace(/\s*…$/, ''), close => [
    help(say('otTeamFileHelp')),
    field(say('otPhrase'), phrase),
    about,
    el('div', {class: 'pb-buttons'}, other, el('label', {class: 'pb-choice'}, own, ` ${say('otPhraseOwn')}`)),
    el('label', {class: 'pb-choice'}, noted, ` ${say('otPhraseWritten')}`),
    line,
    acts(close, saving),
  ]);
  offer();
}

async function lockAndSave({loop}: TeamContext, phrase: string): Promise<void> {
  const text = teamText(loop.site, await loop.everything());
  save(await lock(text, phrase, loop.site), `team-${loop.site}-${today()}`, 'playbook.txt', 'text/plain');
  await loop.setSettings({saved: today()});
}

/** Why a file did not come in, in one sentence. */
function whyNot(error: unknown): string {
  if (error instanceof WrongPassphrase) return say('otWrongPhrase');
  if (!(error instanceof Refusal)) return sayCore('unkept');
  const {reason, where} = error;
  if (reason === 'cut') return say('otFileCut');
  if (reason === 'newer') return say('otFileNewer');
  if (reason === 'otherSite') return say('otFileOtherSite', {site: where});
  return reason === 'notOurs' || reason === 'notJson' ? say('otFileNotOurs') : say('otFileDamaged', {where: where || reason});
}

/** Bring in a team file: it meets what is here leaf by leaf, and who was erased on either side stays erased. */
export async function askToBringTeam(context: TeamContext): Promise<void> {
  if (isSample(context)) return;
  const title = say('otBringTeam').replace(/\s*…$/, '');
  if (!canLock()) return noLock(context, title);
  const {line, tell} = sayer();
  const file = el('input', {type: 'file', id: 'pb-team-file', accept: '.txt,.json,text/plain,application/json'});
  const phrase = el('input', {type: 'text', id: 'pb-phrase', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false'});
  let held = '';
  const look = async (): Promise<void> => {
    held = '';
    tell('');
    const chosen = file.files?.[0];
    if (!chosen) return;
    try {
      const text = await textIn(chosen);
      const site = looksLocked(text);
      if (site !== context.loop.site) throw new Refusal('otherSite', site);
      held = text;
      phrase.focus();
    } catch (error) {
      tell(whyNot(error), true);
    }
  };
  file.addEventListener('change', () => void look());
  const go = async (): Promise<void> => {
    if (!held) return file.focus();
    if (!phrase.value.trim()) return phrase.focus();
    opening.disabled = true;
    try {
      const said = await bringIn(context, held, phrase.value, (n, all) => tell(say('otUnlocking', {n, all})));
      dialog.close();
      await context.refresh();
      context.announce(said, true);
    } catch (error) {
      opening.disabled = false;
      tell(whyNot(error), true);
      phrase.focus();
    }
  };
  const opening = button(say('otUnlock'), () => void go(), {class: 'pb-button pb-primary'});
  phrase.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void go();
  });
  const dialog = dialogOf(context, title, close => [
    help(say('otErasedStay')),
    el('div', {class: 'pb-drop'}, el('label', {for: file.id}, say('otChooseFile')), file),
    field(say('otPhrase'), phrase),
    line,
    acts(close, opening),
  ]);
}

async function bringIn({loop, sheets}: TeamContext, text: string, phrase: string, told: (n: number, all: number) => void): Promise<string> {
  told(0, 1);
  const all = await readTeam(await unlock(text, phrase), loop.site, told);
  const me = (await loop.me()) ?? all.me;
  const members = [...(await loop.members()), ...all.members];
  await loop.restore(all, kept => indexEntry(kept, {sheets, me, members}));
  return say('otBroughtTeam', {n: all.members.length, returns: say('otReturns', {n: all.returns.length})});
}
