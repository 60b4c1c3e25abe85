/** What the Team page loads once it stands: its dialogs, and somebody's page. */

export {qrPicture} from '../page/qr.ts';
export {askToAssign, askToChange, sendAgain} from '../team/assign.ts';
export {askToBringIn, bringFiles, bringText} from '../team/bring-in.ts';
export {personPage} from '../team/person.ts';
export {tickPromise} from '../team/remarking.ts';
export {sampleTeam} from '../team/sample.ts';
