/** The script of pages that hold tips and no sheet. */

import {watchPermalinks} from './elements/tip.ts';

watchPermalinks(document);
