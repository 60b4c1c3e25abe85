/** The script of the page "My worksheets". */

import {PlaybookMine} from '../mine/mine-element.ts';
import {watchPermalinks} from '../page/permalink.ts';

if (!customElements.get('playbook-mine')) customElements.define('playbook-mine', PlaybookMine);
watchPermalinks(document);
