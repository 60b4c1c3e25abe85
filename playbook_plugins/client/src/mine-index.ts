/** The script of the page "My worksheets". */

import {PlaybookMine} from './elements/mine.ts';
import {watchPermalinks} from './elements/tip.ts';

if (!customElements.get('playbook-mine')) customElements.define('playbook-mine', PlaybookMine);
watchPermalinks(document);
