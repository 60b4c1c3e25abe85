/** What the Team page loads once it stands: its dialogs, somebody's page, and the team over time. team/context.ts names the contract. */

export {qrPicture} from '../page/qr.ts';
export {askToAssign, askToChange, sendAgain} from '../team/assign.ts';
export {askToBringIn, bringArrived, bringFiles} from '../team/bring-in.ts';
export {moreMenu, saveTeamFile} from '../team/keep.ts';
export {history, strengths} from '../team/over-time.ts';
export {personPage} from '../team/person.ts';
export {readFiles} from '../team/read-files.ts';
export {tickPromise} from '../team/remarking.ts';
export {sampleTeam} from '../team/sample.ts';
