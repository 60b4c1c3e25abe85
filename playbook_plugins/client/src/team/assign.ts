/** *Assign a sheet*: what, to whom, by when, and then a link for each person; and what may be changed of it later. */

import {assignmentRecord, newAssignment} from '../coaching/assignment.ts';
import {folded} from '../coaching/commitments.ts';
import {fileText, loopFileName} from '../coaching/file.ts';
import type {Assignment} from '../coaching/formats.ts';
import {envelopeLink} from '../coaching/links.ts';
import type {Given, Member} from '../coaching/loop-store.ts';
import type {SheetEntry} from '../coaching/sheets.ts';
import {addDays, isDay} from '../model/dates.ts';
import {button, el, openDialog} from '../page/dom.ts';
import {fits} from '../travel/link.ts';
import {isAddress} from '../travel/mail.ts';
import {pageLanguage, say as sayCore} from '../words/core.ts';
import {say} from '../words/team-more.ts';
import {doorAddress, sheetAddress} from './addresses.ts';
import {AskedFields} from './asked-fields.ts';
import {nameOf, namesOf, nextIn, peopleOf} from './board.ts';
import type {Preset, TeamPage} from './context.ts';
import {handOver} from './hand-over.ts';
import {buttons, choice, field, help, sayDay, tried} from './ui.ts';

const SAY = 280;
const NAME = 80;
const FRESH = 7; // days until a request is due, unless somebody says so
const UNTIL = 90; // days after that for which its link is no old one

/** Sheets whose answers may be asked for. */
export const assignable = (page: TeamPage): SheetEntry[] => [...page.sheets.values()].filter(sheet => sheet.return !== 'never');

/** A day as authors write it in a preset: `+4d` counts from today. */
export const presetDay = (due: string, today: string): string =>
  /^\+\d{1,4}d$/.test(due) ? addDays(today, Number(due.slice(1, -1))) : isDay(due) ? due : '';

/** Open the dialog. */
export function askToAssign(page: TeamPage, preset: Preset = {}): void {
  new Assigning(page, preset);
}

class Assigning {
  readonly #sheet = el('select', {id: 'pb-team-sheet'});
  readonly #people: [Member, HTMLInputElement][];
  readonly #fresh = el('textarea', {id: 'pb-team-new', rows: '2', autocomplete: 'off'});
  readonly #due = el('input', {id: 'pb-team-due', type: 'date'});
  readonly #say = el('textarea', {id: 'pb-team-say', rows: '2', maxlength: String(SAY)});
  readonly #label = el('input', {id: 'pb-team-label', type: 'text', maxlength: String(NAME)});
  readonly #me = el('input', {id: 'pb-team-me', type: 'text', maxlength: String(NAME), autocomplete: 'name', required: true});
  readonly #mail = el('input', {id: 'pb-team-mail', type: 'email', maxlength: '200', autocomplete: 'email'});
  readonly #asked = el('div', {});
  readonly #told = el('p', {class: 'pb-refused', role: 'alert'});
  readonly #go = el('button', {type: 'submit', class: 'pb-button pb-primary'});
  readonly #dialog: HTMLDialogElement;
  #fields!: AskedFields;
  #named = '';

  constructor(
    private readonly page: TeamPage,
    private readonly preset: Preset,
  ) {
    const all = peopleOf(page.state, pageLanguage());
    const wanted = (member: Member): boolean => !preset.people || preset.people.includes(member.id);
    this.#people = all.map(member => [member, el('input', {type: 'checkbox', value: member.id, checked: wanted(member)})]);
    for (const sheet of assignable(page)) this.#sheet.append(el('option', {value: sheet.id}, sheet.title));
    if (preset.sheet) this.#sheet.value = preset.sheet;
    this.#due.value = presetDay(preset.due ?? `+${FRESH}d`, page.today);
    this.#say.value = preset.say ?? '';
    this.#sheet.addEventListener('change', () => this.#showSheet());
    const form = el('form', {class: 'pb-dialog-form', novalidate: true}, ...this.#parts());
    form.addEventListener('input', () => this.#count());
    form.addEventListener('submit', event => {
      event.preventDefault();
      void this.#make();
    });
    this.#dialog = openDialog(page.element, say('teamAssign'), form);
    this.#showSheet();
  }

  #parts(): HTMLElement[] {
    const {state} = this.page;
    const none = button(say('teamTickNobody'), () => {
      for (const [, box] of this.#people) box.checked = false;
      this.#count();
    });
    const people = el(
      'fieldset',
      {},
      el('legend', {}, say('teamForWhom')),
      ...this.#people.map(([member, box]) => choice(box, nameOf(member))),
      ...(this.#people.length > 2 && !this.preset.people ? [none] : []),
      field(say('teamNewPeople'), this.#fresh, say('teamOneALine')),
    );
    const mine = [field(say('teamYourName'), this.#me, say('teamYourNameHelp')), field(say('teamYourMail'), this.#mail)];
    if (state.me) [this.#me.value, this.#mail.value] = [state.me.name, state.me.mail];
    return [
      field(say('teamSheet'), this.#sheet),
      people,
      field(say('teamByWhen'), this.#due),
      field(say('teamSay'), this.#say, say('teamSayHelp')),
      ...(state.me ? [] : mine),
      el('details', {}, el('summary', {}, sayCore('more')), field(say('teamLabel'), this.#label), this.#asked, ...(state.me ? mine : [])),
      this.#told,
      buttons(
        this.#go,
        button(sayCore('cancel'), () => this.#dialog.close()),
      ),
    ];
  }

  get #entry(): SheetEntry | undefined {
    return this.page.sheets.get(this.#sheet.value);
  }

  #showSheet(): void {
    const sheet = this.#entry;
    if (!sheet) return;
    const month = new Intl.DateTimeFormat(pageLanguage(), {month: 'long', year: 'numeric', timeZone: 'UTC'}).format(
      new Date(this.page.today),
    );
    const named = this.preset.label || `${sheet.title}, ${month}`.slice(0, NAME);
    if (this.#label.value === this.#named) this.#label.value = this.#named = named; // what was typed stays
    this.#fields = new AskedFields(sheet, sheet.id === this.preset.sheet ? this.preset : {});
    this.#asked.replaceChildren(...this.#fields.parts());
    this.#count();
  }

  /** New people, without those who are here already by that name. */
  #newNames(): string[] {
    const known = new Set(this.page.state.members.flatMap(namesOf).map(folded));
    const seen = new Set<string>();
    return this.#fresh.value
      .split('\n')
      .map(line => line.trim().slice(0, NAME))
      .filter(line => line && !known.has(folded(line)) && !seen.has(folded(line)) && seen.add(folded(line)));
  }

  /** Those who are ticked, or whose name was typed once more. */
  #ticked(): Member[] {
    const typed = new Set(this.#fresh.value.split('\n').map(folded));
    return this.#people
      .filter(([member, box]) => box.checked || namesOf(member).some(name => typed.has(folded(name))))
      .map(([member]) => member);
  }

  #count(): void {
    const n = this.#ticked().length + this.#newNames().length;
    this.#go.textContent = say('teamMake', {n});
    this.#told.textContent = '';
  }

  /** What is missing, in words, and where the focus goes. */
  #missing(): [string, HTMLElement] | null {
    if (!this.#ticked().length && !this.#newNames().length) return [say('teamWhoMissing'), this.#fresh];
    if (!this.#me.value.trim()) return [say('teamNameMissing'), this.#me];
    if (this.#mail.value && !isAddress(this.#mail.value.trim())) return [say('teamMailOdd'), this.#mail];
    return null;
  }

  async #make(): Promise<void> {
    const missing = this.#missing();
    if (missing || !this.#entry) {
      this.#told.textContent = missing?.[0] ?? '';
      missing?.[1].closest('details')?.setAttribute('open', '');
      return missing?.[1].focus();
    }
    this.#go.disabled = true;
    const made: Given[] = [];
    const done = await tried(this.page, async () => {
      const {loop, state} = this.page;
      const [name, mail] = [this.#me.value.trim(), this.#mail.value.trim()];
      const me = state.me?.name === name && state.me.mail === mail ? state.me : await loop.setMe(name, mail);
      const people = [...this.#ticked()];
      for (const each of this.#newNames()) people.push(await loop.addMember(each));
      for (const member of people) made.push(await give(this.page, this.#assignment(member, me)));
    });
    this.#go.disabled = false;
    if (!done) return;
    await this.page.refresh();
    await this.#showLinks(made);
  }

  #assignment(member: Member, me: Assignment['from']): Assignment {
    const [sheet, {page}] = [this.#entry!, this];
    const due = this.#due.value;
    const {series, no} = nextIn(page.state, member.id, sheet.id);
    return newAssignment({
      site: page.loop.site,
      sheet: sheet.id,
      sheetVersion: sheet.version,
      made: page.today,
      due,
      until: addDays(due || page.today, UNTIL),
      label: this.#label.value.trim() || sheet.title,
      to: {id: member.id, name: nameOf(member)},
      from: me,
      say: this.#say.value.trim(),
      ...this.#fields.values(),
      ...(series && {series}),
      no,
    });
  }

  async #showLinks(made: readonly Given[]): Promise<void> {
    const lines = await Promise.all(made.map(given => linkLine(this.page, given)));
    const close = button(sayCore('close'), () => this.#dialog.close(), {class: 'pb-button'});
    const title = el('p', {tabindex: '-1', class: 'pb-team-made'}, say('teamMade', {n: made.length}));
    this.#dialog.querySelector('form')!.replaceWith(title, help(say('teamNotLocked')), ...lines, buttons(close));
    title.focus();
  }
}

/** Keep a request as it goes out. */
export async function give({loop}: TeamPage, assignment: Assignment, sent = ''): Promise<Given> {
  const given = {assignment, text: JSON.stringify(assignmentRecord(assignment)), sent};
  await loop.give(given);
  return given;
}

/** One person's line: the ways in which the request leaves, and the word that it was sent. */
export async function linkLine(page: TeamPage, given: Given): Promise<HTMLElement> {
  const {assignment} = given;
  const {sheet, to, no} = assignment;
  const entry = page.sheets.get(sheet);
  const link = await envelopeLink(assignmentRecord(assignment), 'a', sheetAddress(entry));
  const member = page.state.members.find(({id}) => id === to.id);
  const told = el('span', {class: 'pb-told', role: 'status'}, given.sent ? say('teamSent', {day: sayDay(given.sent, page.today)}) : '');
  const sent = button(
    say('teamISent'),
    async () => {
      if (!(await tried(page, () => page.loop.give({...given, sent: page.today})))) return;
      told.textContent = say('teamSent', {day: sayDay(page.today, page.today)});
      await page.refresh();
    },
    {'aria-label': `${say('teamISent')}: ${to.name}`},
  );
  const due = assignment.due ? ` ${say('teamDue', {day: sayDay(assignment.due, page.today)})}.` : '';
  return el(
    'section',
    {class: 'pb-team-line'},
    el('h3', {}, to.name),
    handOver(
      page,
      {
        link: fits(link) ? link : '',
        file: {name: loopFileName('assignment', to, sheet, no), text: fileText(assignmentRecord(assignment), doorAddress())},
        name: to.name,
        mail: String(member?.mail.v ?? ''),
        subject: assignment.label,
        words: [`${say('teamLetter', {name: to.name, label: assignment.label})}${due}`, assignment.say].filter(Boolean).join('\n\n'),
      },
      sent,
    ),
    told,
  );
}

/** Show the link of a request once more. */
export async function sendAgain(page: TeamPage, given: Given): Promise<void> {
  const line = await linkLine(page, given);
  const dialog = openDialog(
    page.element,
    given.assignment.label,
    help(say('teamNotLocked')),
    line,
    buttons(button(sayCore('close'), () => dialog.close())),
  );
}

/** Change day or sentence of a request: the same one, made anew, so that the person's copy stays. */
export function askToChange(page: TeamPage, given: Given): void {
  const due = el('input', {id: 'pb-team-due', type: 'date'});
  const words = el('textarea', {id: 'pb-team-say', rows: '2', maxlength: String(SAY)});
  [due.value, words.value] = [given.assignment.due, given.assignment.say];
  const form = el(
    'form',
    {class: 'pb-dialog-form'},
    field(say('teamByWhen'), due),
    field(say('teamSay'), words, say('teamSayHelp')),
    help(say('teamChangeHelp')),
    buttons(
      el('button', {type: 'submit', class: 'pb-button pb-primary'}, say('teamMake', {n: 1})),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const changed: Assignment = {
      ...given.assignment,
      made: page.today,
      due: due.value,
      until: addDays(due.value || page.today, UNTIL),
      say: words.value.trim(),
    };
    let now: Given | undefined;
    if (!(await tried(page, async () => (now = await give(page, changed))))) return;
    await page.refresh();
    form.replaceWith(await linkLine(page, now!), buttons(button(sayCore('close'), () => dialog.close())));
    dialog.querySelector('button')?.focus();
  });
  const dialog = openDialog(page.element, `${say('teamChange')}: ${given.assignment.to.name}`, form);
}
