/** The script of pages that hold any other sheet. */

import {sheetMakers} from '../kinds/registry.ts';
import {register} from '../sheet/register.ts';

register(sheetMakers, '');
