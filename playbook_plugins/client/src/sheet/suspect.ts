/** Whether something in a sheet's markup is not as the contract has it. What it is, and what to do, is loaded for it. */

import {isId} from '../model/gate.ts';

/** Whether a line has no name or address of its own, or no kind `asks` it: what was typed there would be lost. */
export const hasLost = (form: HTMLFormElement, asks: (owner: string) => boolean, names = new Set<string>()): boolean =>
  [...form.querySelectorAll<HTMLElement>('.pb-item,.pb-field,tr.pb-row')].some(({dataset, id}) => {
    const name = dataset['item'] ?? dataset['field'] ?? dataset['row'] ?? '';
    return !isId(name) || id !== `${form.id}--${name}` || names.size === names.add(name).size || (!dataset['row'] && !asks(`a/${name}`));
  });
