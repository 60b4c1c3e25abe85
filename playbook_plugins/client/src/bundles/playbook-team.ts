/** The script of the Team page. */

import {clearFragment} from '../page/fragment.ts';
import {watchPermalinks} from '../page/permalink.ts';
import {PlaybookTeam} from '../team/team-element.ts';

clearFragment();
if (!customElements.get('playbook-team')) customElements.define('playbook-team', PlaybookTeam);
watchPermalinks(document);
