/** The only file that registers elements. Running it again, as instant navigation does, changes nothing. */

import {watchPermalinks} from './elements/tip.ts';
import {PlaybookWorksheet} from './elements/worksheet-element.ts';

if (!customElements.get('playbook-worksheet')) customElements.define('playbook-worksheet', PlaybookWorksheet);
watchPermalinks(document);
