/** Names in the browser's console what is wrong with markup that somebody wrote by hand: which element, what, and what to do. */

import {elements, mistakes} from '../../../contract/script.json';

/** An element that is not as the contract has it. */
export interface Mistake {
  element: Element;
  text: string;
}

interface Rule {
  name: string;
  tags: string[];
  attributes: Record<string, {required: boolean; pattern: string; sample: string}>;
  holds: string[];
}

const RULES = elements as unknown as Rule[];
const NAMES = ['data-item', 'data-field', 'data-row'];
const TEMPLATES: Record<string, string> = mistakes;
/** Of a pattern that is nothing but words. */
const WORDS = /^[a-z-]+(\|[a-z-]+)+$/;

const told = new WeakSet<Element>();

/** `<li class="pb-item">`, and how its words begin. */
function shown(element: Element): string {
  const name = element.getAttribute('class');
  const copy = element.cloneNode(true) as Element;
  for (const made of copy.querySelectorAll('button, .pb-bar')) made.remove();
  const words = (copy.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40);
  return `<${element.localName}${name ? ` class="${name}"` : ''}>${words ? ` “${words}”` : ''}`;
}

const said = (template: string, values: Record<string, string>): string =>
  (TEMPLATES[template] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** What is wrong in a sheet, in the order of the contract. What script put in is never wrong. */
export function mistakesIn(sheet: Element): Mistake[] {
  const form = sheet.querySelector('form.pb-sheet');
  const found: Mistake[] = [];
  const tell = (element: Element, template: string, values: Record<string, string> = {}): void => {
    found.push({element, text: said(template, values)});
  };
  if (!form) tell(sheet, 'formless');
  for (const rule of RULES) {
    const own = rule.name === sheet.localName ? [sheet] : rule.name.startsWith('pb-') ? [...sheet.querySelectorAll(`.${rule.name}`)] : [];
    for (const element of own) if (!element.closest('[data-before] tbody')) check(element, rule, sheet, tell);
  }
  if (form) checkNames(form, tell);
  return found;
}

type Tell = (element: Element, template: string, values?: Record<string, string>) => void;

function check(element: Element, rule: Rule, sheet: Element, tellAll: Tell): void {
  let isTold = false; // what follows from one mistake is none of its own
  const tell: Tell = (...mistake) => {
    if (!isTold) tellAll(...mistake);
    isTold = true;
  };
  if (!rule.tags.includes(element.localName)) tell(element, 'tag', {tag: element.localName, tags: rule.tags.join('> or <')});
  for (const [attribute, {required, pattern, sample}] of Object.entries(rule.attributes)) {
    const value = element.getAttribute(attribute);
    const name = NAMES.map(each => element.getAttribute(each)).find(Boolean);
    if (attribute === 'id' && NAMES.some(each => each in rule.attributes)) {
      const anchor = `${sheet.getAttribute('worksheet-id')}--${name}`;
      if (name && sheet.hasAttribute('worksheet-id') && value !== anchor) tell(element, 'address', {anchor});
    } else if (value === null) {
      if (required) tell(element, 'missing', {attribute, sample});
    } else if (!new RegExp(`^(?:${pattern})$`).test(value)) {
      tell(element, WORDS.test(pattern) ? 'unknown' : 'wrong', {attribute, value, sample, words: pattern.replaceAll('|', ', ')});
    }
  }
  for (const selector of rule.holds)
    if (!element.querySelector(selector)) tell(element, 'empty', {selector: selector.replace(':scope > ', '')});
}

/** Names that stand twice, and gates that wait for nothing. */
function checkNames(form: Element, tell: Tell): void {
  const names = new Set<string>();
  for (const element of form.querySelectorAll(NAMES.map(each => `[${each}]`).join(','))) {
    const value = NAMES.map(each => element.getAttribute(each)).find(each => each !== null) ?? '';
    if (element.closest('[data-before], .pb-sentences') || !value) continue;
    if (names.has(value)) tell(element, 'twice', {value});
    names.add(value);
  }
  const sections = [...form.querySelectorAll('[data-section], [data-part]')].map(
    each => each.getAttribute('data-section') ?? each.getAttribute('data-part'),
  );
  for (const gate of form.querySelectorAll('[data-opens-when]')) {
    const value = gate.getAttribute('data-opens-when') ?? '';
    if (value !== 'met' && !names.has(value) && !sections.includes(value)) tell(gate, 'nothing', {value});
  }
}

/** Name what is wrong in a sheet, once; `written` is how it was before answers were shown. */
export function nameMistakes(sheet: Element, written = sheet): void {
  if (told.has(sheet)) return;
  told.add(sheet);
  const name = sheet.getAttribute('worksheet-id') ?? '';
  for (const {element, text} of mistakesIn(written)) console.warn(`playbook-worksheet "${name}": ${shown(element)}: ${text}`, element);
}
