/** The checklist: ticks, derived parents, notes, not applicable. Contract: docs/contributing/html-contract.md. */

import {answerKey, type Copy, type Edit, textOf, valueOf} from '../model/response.ts';
import {button, el, setText} from '../page/dom.ts';
import {copyLink} from '../page/permalink.ts';
import {say} from '../words/core.ts';
import {type Host, idsIn, isYes, rememberedChoice, showKept, showWritten} from './kind.ts';
import {type Question, Questions} from './questions.ts';

interface Item extends Question {
  box: HTMLInputElement;
  parent: Item | null;
  children: Item[];
  /** Whether there is room for a note on the page. */
  noted: boolean;
}

// Sheets may have hundreds of items on slow phones: what is done for each of them walks, and searches nothing.
const child = (line: Element, name: string): Element | undefined => {
  for (const each of line.children) if (each.classList.contains(name)) return each;
  return undefined;
};

/** The button of an item, to be copied: quicker than making each from nothing. */
let moreButton: HTMLButtonElement | undefined;

const wordsOf = (label: Element): string => {
  let {length} = label.textContent;
  for (let mark = label.lastElementChild; mark?.matches('.pb-required, .pb-private'); mark = mark.previousElementSibling)
    length -= mark.textContent.length;
  return label.textContent.slice(0, length).replace(/\s+/g, ' ').trim();
};

/** Applies the open copy to a checklist's form and the other way round. */
export class Checklist extends Questions<Item> {
  constructor(host: Host) {
    super(host);
    for (const line of host.form.querySelectorAll<HTMLLIElement>('li[data-item]')) this.#read(line);
    for (const item of this.questions.values()) this.#furnish(item);
    const options = {signal: host.signal};
    host.form.addEventListener('change', event => this.#ticked(event), options);
    host.form.addEventListener('input', event => this.#typed(event), options);
    host.form.addEventListener('click', event => this.#pressed(event), options);
  }

  #read(line: HTMLLIElement): void {
    const parts = child(line, 'pb-line')?.children ?? [];
    const box = [...parts].find((part): part is HTMLInputElement => part instanceof HTMLInputElement && part.type === 'checkbox');
    const label = [...parts].find(part => part instanceof HTMLLabelElement);
    const id = line.dataset['item'];
    if (!box || !label || !id) return;
    const above = line.parentElement?.closest<HTMLLIElement>('li[data-item]');
    const parent = (above && this.questions.get(above.dataset['item'] ?? '')) ?? null;
    const item: Item = {
      id,
      frame: line,
      controls: [box],
      box,
      parent,
      children: [],
      required: line.hasAttribute('data-required'),
      label: wordsOf(label),
      noted: child(line, 'pb-note') !== undefined,
      was: idsIn(line.dataset['was']),
    };
    parent?.children.push(item);
    this.questions.set(id, item);
  }

  #furnish(item: Item): void {
    const line = item.box.parentElement!;
    if (child(line, 'pb-more')) return; // restored from a page that was upgraded before
    if (item.children.length) {
      const count = el('span', {class: 'pb-count', id: `${item.frame.id}.count`});
      item.box.setAttribute('aria-describedby', count.id);
      line.append(count);
    }
    moreButton ??= el('button', {type: 'button', class: 'pb-more', 'aria-expanded': 'false', title: say('more')}, '⋯');
    const more = moreButton.cloneNode(true) as HTMLButtonElement;
    more.setAttribute('aria-label', say('moreFor', {label: item.label}));
    line.append(more);
  }

  #item(target: EventTarget | null): Item | undefined {
    const line = target instanceof Element ? target.closest<HTMLLIElement>('li[data-item]') : null;
    return line ? this.questions.get(line.dataset['item']!) : undefined;
  }

  #ticked(event: Event): void {
    const item = this.#item(event.target);
    if (!item || event.target !== item.box) return;
    const leaves = this.#leaves(item).filter(leaf => !this.#isApart(leaf));
    const value = item.children.length ? leaves.some(leaf => !this.#isDone(leaf)) : item.box.checked;
    const changed = leaves.filter(leaf => this.#isDone(leaf) !== value);
    this.host.edit(changed.map(leaf => ({key: answerKey(leaf.id), value})));
    if (!changed.length) this.show();
  }

  #typed(event: Event): void {
    const item = this.#item(event.target);
    const control = event.target;
    if (!item || !(control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)) return;
    const part = control.id.endsWith('.note') ? 'note' : control.id.endsWith('.na') ? 'na' : null;
    if (part) this.host.edit([{key: answerKey(item.id, part), value: control.value, text: true}], control.id);
  }

  #pressed(event: Event): void {
    const pressed = event.target instanceof Element ? event.target.closest('button') : null;
    const item = pressed?.matches('.pb-more') ? this.#item(pressed) : undefined;
    if (!pressed || !item) return;
    const tools = item.frame.querySelector<HTMLElement>(':scope > .pb-tools') ?? this.#tools(item);
    const open = pressed.getAttribute('aria-expanded') !== 'true';
    pressed.setAttribute('aria-expanded', String(open));
    tools.hidden = !open;
  }

  #tools(item: Item): HTMLElement {
    const tools = el('div', {class: 'pb-tools', role: 'group', 'aria-label': say('moreFor', {label: item.label})});
    if (!this.#note(item))
      tools.append(
        button(say('addNote'), event => {
          (event.target as HTMLElement).remove();
          this.#note(item, true)!.focus();
        }),
      );
    if (!item.children.length) tools.append(button(say('notApplicable'), () => this.#setApart(item, true), {class: 'pb-button pb-apart'}));
    tools.append(
      button(say('copyLink'), event => void copyLink(event.target as HTMLElement, item.frame.id), {class: 'pb-button pb-copylink'}),
    );
    item.box.parentElement!.after(tools);
    this.#show(item);
    return tools;
  }

  #setApart(item: Item, apart: boolean): void {
    const edits: Edit[] = [{key: answerKey(item.id), value: apart ? 'na' : false}];
    this.host.edit(edits);
    (apart ? this.#reason(item) : item.box).focus();
    this.host.announce(say(apart ? 'notApplicable' : 'applies'));
  }

  #note(item: Item, make = false): HTMLTextAreaElement | null {
    const standing = item.frame.querySelector<HTMLTextAreaElement>(':scope > .pb-note > textarea');
    if (standing || !make) return standing;
    const id = `${item.frame.id}.note`;
    const text = el('textarea', {id, rows: '2'});
    const note = el('div', {class: 'pb-note'}, el('label', {for: id}, say('note')), text);
    const before = item.frame.querySelector(':scope > .pb-tools, :scope > .pb-help') ?? item.box.parentElement!;
    before.after(note);
    item.noted = true;
    return text;
  }

  #reason(item: Item): HTMLInputElement {
    const standing = item.frame.querySelector<HTMLInputElement>(':scope > .pb-na > input');
    if (standing) return standing;
    const id = `${item.frame.id}.na`;
    const text = el('input', {id, type: 'text'});
    item.box.parentElement!.after(
      el(
        'div',
        {class: 'pb-na'},
        el('label', {for: id}, say('why')),
        text,
        button(say('applies'), () => this.#setApart(item, false)),
      ),
    );
    return text;
  }

  #leaves(item: Item): Item[] {
    return item.children.length ? item.children.flatMap(child => this.#leaves(child)) : [item];
  }

  #isDone = (item: Item): boolean => isYes(valueOf(this.host.store.copy, answerKey(item.id)));
  #isApart = (item: Item): boolean => valueOf(this.host.store.copy, answerKey(item.id)) === 'na';

  protected isAnswered(item: Item): boolean {
    return this.#leaves(item).every(leaf => this.#isDone(leaf) || this.#isApart(leaf));
  }

  #count(items: Item[]): {done: number; all: number} {
    const counted = items.flatMap(item => this.#leaves(item)).filter(item => !this.#isApart(item));
    return {done: counted.filter(this.#isDone).length, all: counted.length};
  }

  show(): void {
    for (const item of this.questions.values()) this.#show(item);
  }

  #show(item: Item): void {
    if (item.children.length) {
      const {done, all} = this.#count([item]);
      setText(item.frame.querySelector(':scope > .pb-line > .pb-count')!, say('of', {done, all}));
      item.box.checked = all > 0 && done === all;
      item.box.indeterminate = done > 0 && done < all;
    } else this.#showLeaf(item);
    showKept(this.host, item.id, item.frame, item.box.nextElementSibling);
    const key = answerKey(item.id, 'note');
    const note = item.noted || textOf(this.host.store.copy, key) ? this.#note(item, true) : null;
    if (note) {
      showWritten(this.host, note, key);
    }
  }

  #showLeaf(item: Item): void {
    const apart = this.#isApart(item);
    item.box.checked = this.#isDone(item);
    item.box.disabled = apart;
    if (!apart && !item.frame.hasAttribute('data-na') && !child(item.frame, 'pb-tools')) return;
    if (item.frame.toggleAttribute('data-na', apart)) {
      const reason = this.#reason(item);
      showWritten(this.host, reason, answerKey(item.id, 'na'));
    }
    const block = item.frame.querySelector<HTMLElement>(':scope > .pb-na');
    if (block) block.hidden = !apart;
    const toggle = item.frame.querySelector<HTMLElement>(':scope > .pb-tools > .pb-apart');
    if (toggle) toggle.hidden = apart; // its reason has the way back
  }

  fallback(key: string): string | boolean {
    return key.endsWith('/v') ? false : '';
  }

  labels(): Map<string, string> {
    return new Map([...this.questions.values()].map(item => [item.id, item.label]));
  }

  shows(key: string, value: string | boolean): boolean {
    const [, id = '', part] = key.split('/');
    if (part === 'note') return true;
    const item = this.questions.get(id);
    if (!item || item.children.length) return false; // a parent is derived from what it holds
    return part === 'na' || isYes(value) || ['na', 'false', ''].includes(String(value));
  }

  wordsOf(key: string, value: string | boolean, copy: Copy = this.host.store.copy): string {
    if (value === 'na') return say('notApplicable');
    return typeof value === 'string' ? (rememberedChoice(copy, key, value) ?? (value || say('nothing'))) : say(value ? 'yes' : 'no');
  }

  progress(): {done: number; all: number} | null {
    return this.questions.size ? this.#count([...this.questions.values()].filter(item => !item.parent)) : null;
  }
}
