/** The script that "My worksheets" loads for what a coach asks, files, calendars, and clearing a browser (mine/more.ts). */

export {openLoop} from '../coaching/loop.ts';
export {askForFiles, takeUp} from '../mine/bring-files.ts';
export {calendarFile} from '../mine/calendar-file.ts';
export {askToClear} from '../mine/clear.ts';
export {readLoop} from '../mine/loop-part.ts';
