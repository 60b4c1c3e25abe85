/** *Tables*: the team for a spreadsheet. */

import {assignmentsCsv, commitmentsCsv} from '../coaching/exports.ts';
import {today} from '../model/dates.ts';
import {button} from '../page/dom.ts';
import {save} from '../page/download.ts';
import {separatorOf} from '../travel/table.ts';
import {pageLanguage} from '../words/core.ts';
import {say} from '../words/over-time.ts';
import type {TeamContext} from './context.ts';
import {acts, dialogOf, help, isSample, sayer} from './dialogs.ts';

/** Open the dialog. */
export function askToExport(context: TeamContext): void {
  if (isSample(context)) return;
  const {loop, sheets} = context;
  const {line, tell} = sayer();
  const table = async (name: string, write: typeof commitmentsCsv): Promise<void> => {
    const [me, members, index, given] = await Promise.all([loop.me(), loop.members(), loop.index(), loop.given()]);
    const titleOf = (sheet: string): string => sheets.get(sheet)?.title ?? sheet;
    save(write({me, members, index, given, titleOf}, separatorOf(pageLanguage())), `${name}-${today()}`, 'csv', 'text/csv');
    tell(say('otSavedFile', {name: `${name}-${today()}.csv`}));
  };
  dialogOf(context, say('otExport').replace(/\s*…$/, ''), close => [
    help(say('otExportHelp')),
    line,
    acts(
      close,
      button(say('otCommitmentsCsv'), () => void table('commitments', commitmentsCsv)),
      button(say('otAssignmentsCsv'), () => void table('assignments', assignmentsCsv)),
    ),
  ]);
}
