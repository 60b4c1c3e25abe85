/** The script of pages whose sheets are checklists and fields without gates. */

import {register} from '../sheet/register.ts';

register([], 'table[data-rows], .pb-reading, [data-before], [data-sentences], [data-opens-when]');
