/** The script of the page "My worksheets". */

import {PlaybookMine} from '../mine/mine-element.ts';
import {watchPermalinks} from '../page/permalink.ts';

if (!customElements.get('playbook-mine')) customElements.define('playbook-mine', PlaybookMine);
// Another name for the same: a class can have one name only.
if (!customElements.get('playbook-desk')) customElements.define('playbook-desk', class extends PlaybookMine {});
watchPermalinks(document);
