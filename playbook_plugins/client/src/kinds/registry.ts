/**
 * The kinds of sheets, each in a file that is called like its folder in `playbook_plugins/kinds/`. A worksheet has
 * nothing of its own, and a tip is no sheet. What a new kind shows and keeps is a file here, and a line below.
 */

import {make as actionPlan} from './action-plan.ts';
import {make as agreement} from './agreement.ts';
import {make as assessment} from './assessment.ts';
import {Checklist} from './checklist.ts';
import {make as contract} from './contract.ts';
import {Fields} from './fields.ts';
import type {Maker} from './kind.ts';
import {make as review} from './review.ts';
import {make as stages} from './stages.ts';

/** What every page with a sheet brings: items and fields. */
export const coreMakers: Maker[] = [host => [new Checklist(host), new Fields(host)]];

/** What only pages bring that hold it: tables, then what reads them; gates last, and a look at what nobody has read. */
export const sheetMakers: Maker[] = [actionPlan, assessment, agreement, review, stages, contract];
