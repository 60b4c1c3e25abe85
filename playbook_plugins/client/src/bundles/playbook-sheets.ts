/** The script of pages that hold any other sheet. */

import {suspectSheets} from '../../../contract/script.json';
import {sheetMakers} from '../kinds/registry.ts';
import {register} from '../sheet/register.ts';

register(sheetMakers, '', `,${suspectSheets}`);
