/** Looks for what no sheet should hold: markup that somebody wrote by hand, and that the contract does not know. */

import {suspect} from '../../../contract/script.json';
import type {Host, Maker} from './kind.ts';
import {Quiet} from './quiet.ts';

/** A part that shows nothing. */
class Contract extends Quiet {
  constructor(private readonly host: Host) {
    super();
  }

  show(): void {
    // there is nothing to see
  }

  isOdd(): boolean {
    const {form} = this.host;
    return form.closest('playbook-worksheet')!.matches(suspect) || form.querySelector(suspect) !== null;
  }
}

/** One for each form. */
export const make: Maker = host => [new Contract(host)];
