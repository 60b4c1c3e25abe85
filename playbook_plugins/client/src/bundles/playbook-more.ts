/** The script that is loaded when a sheet is to be checked, or a copy to be named, to leave, to come in, or to be looked back on. */

import {nameMistakes} from '../desk/mistakes.ts';

export {amendmentsOf} from '../desk/amendments.ts';
export {bringIn} from '../desk/bring-in.ts';
export {check} from '../desk/check.ts';
export {askToClose} from '../desk/closing.ts';
export {manage, newCopy} from '../desk/copies.ts';
export {whateverElse as elsewhere} from '../desk/elsewhere.ts';
export {framed} from '../desk/framed.ts';
export {fit} from '../desk/growing.ts';
export {history} from '../desk/history.ts';
export {makeAction} from '../desk/make-action.ts';
export {menu} from '../desk/menu.ts';
export {next} from '../desk/next.ts';
export {openLink} from '../desk/open-link.ts';
export {askOutcome} from '../desk/outcome.ts';
export {paper} from '../desk/paper.ts';
export {resultOf} from '../desk/result.ts';
export {send as takeOut} from '../desk/send.ts'; // pages of an earlier edition ask for it by this name
export {share} from '../desk/share.ts';
export {nameMistakes};

// After the sheets that have asked for it.
setTimeout(() => {
  for (const sheet of document.querySelectorAll('playbook-worksheet')) nameMistakes(sheet);
});
