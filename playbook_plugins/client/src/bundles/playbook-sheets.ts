/** The script of pages that hold any other sheet. */

import {register} from '../sheet/register.ts';
import {sheetMakers} from '../kinds/registry.ts';

register(sheetMakers, '');
