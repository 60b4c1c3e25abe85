/** The dialog that asks for the name of a copy. */

import {LIMITS} from '../model/limits.ts';
import {say} from '../words/copies.ts';
import {say as sayCore} from '../words/core.ts';
import {button, el, openDialog} from './dom.ts';

/** Ask for a name, with `value` to begin from; `done` gets it once the reader presses `go`. A name is never cut. */
export function askName(parent: Element, id: string, title: string, value: string, go: string, done: (name: string) => void): void {
  const input = el('input', {type: 'text', id, required: true, 'aria-describedby': `${id}.help`});
  const form = el(
    'form',
    {method: 'dialog', class: 'pb-dialog-form'},
    el('label', {for: id}, say('nameCopy')),
    input,
    el('p', {class: 'pb-help', id: `${id}.help`}, say('nameHelp')),
    el(
      'div',
      {class: 'pb-buttons'},
      el('button', {type: 'submit', class: 'pb-button pb-primary'}, go),
      button(sayCore('cancel'), () => dialog.close()),
    ),
  );
  const dialog = openDialog(parent, title, form);
  input.addEventListener('input', () => {
    const over = input.value.trim().length - LIMITS.name;
    input.setCustomValidity(over > 0 ? say('nameLong', {n: over, most: LIMITS.name}) : '');
    input.reportValidity();
  });
  form.addEventListener('submit', () => done(input.value.trim() || sayCore('untitled')));
  input.value = value;
  input.select();
}
