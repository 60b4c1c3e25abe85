/** What else a request may hold: marked lines, starting values, notes, and whether the coach writes first. Private questions are in none of it. */

import type {Assignment} from '../coaching/formats.ts';
import type {SheetEntry, SheetQuestion} from '../coaching/sheets.ts';
import {el} from '../page/dom.ts';
import {say} from '../words/team-more.ts';
import type {Preset} from './context.ts';
import {choice} from './ui.ts';

const MOST_FOCUS = 5;
const MOST_FILL = 40;

/** What can be begun for somebody: words, a choice, a day; not a tick, which is theirs. */
const canFill = ({type}: SheetQuestion): boolean => !['item', 'check', 'scale', 'choices'].includes(type);

/** The coach's own boxes are not asked of the person. */
const own = (sheet: SheetEntry): Set<string> => new Set(sheet.questions.map(({coach}) => coach).filter(Boolean));

/** The questions of a sheet that may be marked. */
export const markable = (sheet: SheetEntry): SheetQuestion[] => {
  const coach = own(sheet);
  return sheet.questions.filter(question => !question.private && !coach.has(question.id));
};

/** The controls for one sheet. */
export class AskedFields {
  readonly #focus: [string, HTMLInputElement][];
  readonly #fill: [string, HTMLInputElement | HTMLSelectElement][];
  readonly #notes: HTMLInputElement;
  readonly #blind: HTMLInputElement;

  constructor(
    private readonly sheet: SheetEntry,
    {focus = [], fill = new Map(), notes = true, blind = sheet.blind}: Pick<Preset, 'focus' | 'fill' | 'notes' | 'blind'> = {},
  ) {
    const known = new Set(markable(sheet).map(({id}) => id));
    const marked = focus.filter(id => known.has(id)).slice(0, MOST_FOCUS);
    this.#notes = el('input', {type: 'checkbox', checked: notes});
    this.#focus = markable(sheet).map(({id}) => [id, el('input', {type: 'checkbox', value: id, checked: marked.includes(id)})]);
    this.#fill = markable(sheet)
      .filter(canFill)
      .slice(0, MOST_FILL)
      .map(question => [question.id, fillControl(question, fill.get(question.id) ?? '')]);
    this.#blind = el('input', {type: 'checkbox', checked: blind});
  }

  /** What is shown. */
  parts(): HTMLElement[] {
    const labels = new Map(this.sheet.questions.map(({id, label}) => [id, label]));
    const focus = el(
      'fieldset',
      {class: 'pb-team-focus'},
      el('legend', {}, say('teamFocus')),
      ...this.#focus.map(([id, box]) => choice(box, labels.get(id)!)),
    );
    focus.addEventListener('change', () => this.#limit());
    this.#limit();
    const fill = this.#fill.map(([id, control]) => el('label', {class: 'pb-team-fill'}, labels.get(id)!, control));
    const both = this.sheet.questions.some(({coach}) => coach);
    return [
      choice(this.#notes, say('teamNotes')),
      ...(both ? [choice(this.#blind, say('teamBlind'))] : []),
      ...(this.#focus.length ? [el('details', {}, el('summary', {}, say('teamFocusSummary')), focus)] : []),
      ...(fill.length ? [el('details', {}, el('summary', {}, say('teamFill')), ...fill)] : []),
    ];
  }

  #limit(): void {
    const full = this.#focus.filter(([, box]) => box.checked).length >= MOST_FOCUS;
    for (const [, box] of this.#focus) box.disabled = full && !box.checked;
  }

  /** What was chosen. */
  values(): Pick<Assignment, 'focus' | 'fill' | 'notes' | 'blind'> {
    const filled = this.#fill.map(([id, control]): [string, string] => [id, control.value.trim()]);
    return {
      focus: this.#focus.filter(([, box]) => box.checked).map(([id]) => id),
      fill: new Map(filled.filter(([, value]) => value)),
      notes: this.#notes.checked,
      blind: this.#blind.checked && this.sheet.questions.some(({coach}) => coach),
    };
  }
}

function fillControl({type, choices}: SheetQuestion, value: string): HTMLInputElement | HTMLSelectElement {
  const control = choices.length
    ? el('select', {}, el('option', {value: ''}, '–'), ...choices.map(([id, words]) => el('option', {value: id}, words)))
    : el('input', {type: type === 'date' ? 'date' : 'text', maxlength: '2000'});
  control.value = value;
  return control;
}
