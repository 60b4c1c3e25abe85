/** Whether something in a sheet's markup is not as the contract has it. What it is, and what to do, is loaded for it. */

import {isId} from '../model/gate.ts';

/** Whether something is `suspect`, lacks its address, or is called like something else; `asks` says what the kinds have read. */
export function isSuspect(suspect: string, sheet: Element, form: HTMLFormElement, asks: (owner: string) => boolean): boolean {
  const names = new Set<string>();
  return (
    sheet.matches(suspect)
    || form.querySelector(suspect) !== null
    || [...form.querySelectorAll<HTMLElement>('[data-item],[data-field],tr[data-row]')].some(({dataset, id}) => {
      const name = (dataset['item'] ?? dataset['field'] ?? dataset['row'])!;
      return id !== `${form.id}--${name}` || names.size === names.add(name).size || !isId(name) || (!dataset['row'] && !asks(`a/${name}`));
    })
  );
}
