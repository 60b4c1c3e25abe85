/** What the Team page needs once it stands, or when it is asked: team/context.ts names the contract. */

export {qrPicture} from '../page/qr.ts';
export {moreMenu, saveTeamFile} from '../team/keep.ts';
export {history, strengths} from '../team/over-time.ts';
export {readFiles} from '../team/read-files.ts';
