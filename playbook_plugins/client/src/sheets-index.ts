/** The script of pages that hold any other sheet. */

import {register} from './core.ts';
import {sheetMakers} from './makers.ts';

register(sheetMakers, '');
