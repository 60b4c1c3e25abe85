/** The script of the door, `/go/in/`. */

import {PlaybookDoor} from '../door/door-element.ts';

if (!customElements.get('playbook-door')) customElements.define('playbook-door', PlaybookDoor);
