/** Fields: single questions of every type. Contract: docs/contributing/html-contract.md. */

import {dueDay, showDay, today} from '../model/dates.ts';
import {answerKey, type Copy, type Edit, valueOf} from '../model/response.ts';
import {button, el} from '../page/dom.ts';
import {copyLink} from '../page/permalink.ts';
import {pageLanguage, say} from '../words/core.ts';
import {type Due, type Host, idsIn, isYes, rememberedChoice, showKept, showText, showWritten} from './kind.ts';
import {type Question, Questions} from './questions.ts';
import {dayIn, startDay} from './start.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Field extends Question {
  type: string;
  controls: Control[];
  start: string | boolean;
}

const START = 'start-date';
const SEVERAL = new Set(['choice', 'choices', 'scale']);
const TEXTS = new Set(['text', 'long', 'person']);

const isSeveral = (field: Field): boolean => SEVERAL.has(field.type);
/** The words of a label or legend, without what else stands in it. */
export const words = (element: Element | null): string =>
  [...(element?.childNodes ?? [])]
    .filter(node => !(node instanceof Element && node.matches('.pb-required, .pb-private, a')))
    .map(node => node.textContent)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** The first of what the page says is chosen, whatever the browser restored since. */
function startOf(type: string, controls: Control[]): string | boolean {
  const [first] = controls;
  if (SEVERAL.has(type)) {
    return controls
      .filter(control => (control as HTMLInputElement).defaultChecked)
      .map(control => control.value)
      .join(' ');
  }
  if (first instanceof HTMLInputElement && first.type === 'checkbox') return first.defaultChecked;
  if (first instanceof HTMLSelectElement) return [...first.options].find(option => option.defaultSelected)?.value ?? '';
  const offset = first?.dataset['offset'];
  return offset ? `+${offset}d` : (first?.defaultValue ?? '');
}

/** Applies the open copy to the fields of a form and the other way round. */
export class Fields extends Questions<Field> {
  constructor(host: Host) {
    super(host);
    for (const frame of host.form.querySelectorAll<HTMLElement>('.pb-field[data-field]')) this.#read(frame);
    for (const field of this.questions.values()) if (field.id !== START) this.#furnish(field);
    const options = {signal: host.signal};
    host.form.addEventListener('input', event => this.#typed(event), options);
  }

  #read(frame: HTMLElement): void {
    const id = frame.dataset['field']!;
    const controls = [...frame.querySelectorAll<Control>('input, textarea, select')].filter(control => !control.closest('.pb-note'));
    if (!controls.length) return;
    const type = frame.dataset['type'] ?? 'text';
    const named = frame.closest('.pb-fields')?.querySelector(':scope > legend') ?? null;
    const own = words(frame.querySelector(':scope > legend') ?? frame.querySelector('label'));
    for (const control of controls) if (!control.id) control.id = `${frame.id}.${control.value}`;
    this.questions.set(id, {
      id,
      type,
      frame,
      controls,
      label: named ? `${words(named)}: ${own}` : own,
      required: frame.hasAttribute('data-required'),
      was: idsIn(frame.dataset['was']),
      start: startOf(type, controls),
    });
  }

  #furnish(field: Field): void {
    if (field.frame.querySelector('.pb-field-tools')) return;
    const tools = el('div', {class: 'pb-field-tools'});
    const link = button('#', event => void copyLink(event.target as Element, field.frame.id), {
      class: 'pb-tool pb-copylink',
      'aria-label': `${say('copyLink')}: ${field.label}`,
      title: say('copyLink'),
    });
    if (isSeveral(field) && field.type !== 'choices') {
      tools.append(
        button(
          say('clearAnswer'),
          () => {
            this.host.edit([{key: answerKey(field.id), value: ''}]);
            field.controls[0]!.focus();
          },
          {class: 'pb-button pb-clear', hidden: true, 'aria-label': `${say('clearAnswer')}: ${field.label}`},
        ),
      );
    }
    tools.append(link);
    field.frame.append(tools);
  }

  #typed(event: Event): void {
    const target = event.target as Control;
    const frame = target.closest<HTMLElement>('.pb-field[data-field]');
    const field = frame && this.questions.get(frame.dataset['field']!);
    if (!field) return;
    if (target.closest('.pb-note')) {
      return this.host.edit([{key: answerKey(field.id, 'note'), value: target.value, text: true}], target.id);
    }
    const edit: Edit = {key: answerKey(field.id), value: this.#shown(field)};
    if (TEXTS.has(field.type)) edit.text = true;
    this.host.edit([edit], isSeveral(field) || field.type === 'check' ? '' : target.id);
  }

  /** What the controls say. */
  #shown(field: Field): string | boolean {
    const [first] = field.controls;
    if (isSeveral(field))
      return field.controls
        .filter(control => (control as HTMLInputElement).checked)
        .map(control => control.value)
        .join(' ');
    return first instanceof HTMLInputElement && first.type === 'checkbox' ? first.checked : first!.value;
  }

  #value(field: Field): string | boolean {
    return valueOf(this.host.store.copy, answerKey(field.id), this.fallback(answerKey(field.id)));
  }

  /** What the reader has answered, apart from what the author began with. */
  value(id: string): string | boolean {
    const field = this.questions.get(id);
    return field ? this.#value(field) : '';
  }

  protected isAnswered(field: Field): boolean {
    const value = this.#value(field);
    return typeof value === 'boolean' ? value : value.trim() !== '';
  }

  show(): void {
    for (const field of this.questions.values()) this.#show(field);
  }

  #show(field: Field): void {
    const value = this.#value(field);
    showKept(this.host, field.id, field.frame, field.frame.querySelector(':scope > legend, :scope > label, :scope > .pb-line > label'));
    if (isSeveral(field)) this.#showChosen(field, typeof value === 'string' ? value : '');
    else if (field.type === 'check') (field.controls[0] as HTMLInputElement).checked = isYes(value);
    else if (field.type === 'date') this.#showDate(field, String(value));
    else showWritten(this.host, field.controls[0]!, answerKey(field.id), typeof value === 'string' ? value : '');
    const note = field.frame.querySelector<HTMLTextAreaElement>(':scope > .pb-note > textarea');
    if (note) showWritten(this.host, note, answerKey(field.id, 'note'));
    const clear = field.frame.querySelector<HTMLElement>('.pb-clear');
    if (clear) clear.hidden = value === '';
    field.frame.toggleAttribute('data-answered', this.isAnswered(field));
  }

  /** An answer whose choice the author took away since stays visible, as a choice that cannot be chosen anew. */
  #showChosen(field: Field, value: string): void {
    const {copy} = this.host.store;
    const key = answerKey(field.id);
    const all = idsIn(value);
    const isOffered = (each: string): boolean => field.controls.some(control => control.value === each);
    // What was a text is a choice only where it says nothing else.
    const chosen = new Set(copy.leaves.get(key)?.b === undefined || all.every(isOffered) ? all.filter(isOffered) : []);
    for (const control of field.controls as HTMLInputElement[]) control.checked = chosen.has(control.value);
    const rest = chosen.size ? all.filter(each => !chosen.has(each)).join(' ') : value;
    const lost = rest && (rememberedChoice(copy, key, rest) ?? rest);
    const standing = field.frame.querySelector(':scope > .pb-lost');
    if (standing?.textContent === lost) return;
    standing?.remove();
    if (lost) field.frame.querySelector('.pb-options')?.after(el('p', {class: 'pb-help pb-lost'}, `${say('youChose')} ${lost}`));
  }

  #showDate(field: Field, value: string): void {
    const control = field.controls[0] as HTMLInputElement;
    showText(control, dayIn(this.host, value));
    const when = document.getElementById(`${field.frame.id}.when`);
    if (when) when.hidden = !value.startsWith('+');
  }

  fallback(key: string): string | boolean {
    const [, id, part] = key.split('/') as [string, string, string?];
    if (part === 'note') return '';
    if (id === START) return startDay(this.host);
    return this.questions.get(id)?.start ?? '';
  }

  labels(): Map<string, string> {
    const labels = new Map<string, string>();
    for (const field of this.questions.values()) {
      labels.set(field.id, field.label);
      if (isSeveral(field))
        for (const control of field.controls) labels.set(`${field.id}=${control.value}`, words(control.closest('label')));
    }
    return labels;
  }

  shows(key: string, value: string | boolean): boolean {
    const [, id = '', part] = key.split('/');
    const field = this.questions.get(id);
    if (!field) return false;
    if (part === 'note') return field.frame.querySelector(':scope > .pb-note > textarea') !== null;
    if (part === 'na') return false;
    if (field.type === 'check') return isYes(value) || ['false', ''].includes(String(value));
    if (typeof value === 'boolean') return false;
    if (field.type === 'date') return value === '' || dueDay(value, today()) !== '';
    const offered = isSeveral(field)
      ? field.controls.map(control => control.value)
      : field.controls[0] instanceof HTMLSelectElement
        ? [...field.controls[0].options].map(option => option.value)
        : null;
    if (offered === null) return rememberedChoice(this.host.store.copy, key, value) === undefined;
    return idsIn(value).every(each => offered.includes(each));
  }

  wordsOf(key: string, value: string | boolean, copy: Copy = this.host.store.copy): string {
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
    const choice = rememberedChoice(copy, key, value);
    return choice ?? (showDay(dayIn(this.host, value, copy), pageLanguage()) || value || say('nothing'));
  }

  protected override asked(): Field[] {
    return super.asked().filter(field => field.id !== START);
  }

  progress(): {done: number; all: number} | null {
    const asked = this.asked();
    const touched = (field: Field): boolean => this.host.store.copy.leaves.has(answerKey(field.id)) && this.isAnswered(field);
    return asked.length ? {done: asked.filter(touched).length, all: asked.length} : null;
  }

  dues(): Due[] {
    return this.asked()
      .filter(field => field.type === 'date')
      .map(field => ({
        id: field.id,
        owner: `a/${field.id}`,
        day: dayIn(this.host, String(this.#value(field))),
        label: field.label,
        done: false,
      }))
      .filter(due => due.day >= today());
  }
}
