/** The script of pages whose sheets are checklists and fields without gates. */

import {markers} from '../../../contract/script.json';
import {register} from '../sheet/register.ts';

register([], markers);
