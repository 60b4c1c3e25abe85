/** The script of pages that hold tips and no sheet. */

import {watchPermalinks} from '../page/permalink.ts';

watchPermalinks(document);
