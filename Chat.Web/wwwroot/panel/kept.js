// What the panel keeps of its person in this tab, over a reload: under their number, so that whoever signs in here after them
// finds nothing of it.

import { load, store } from '../storage.js';

export class Kept {
  constructor(person) {
    this.prefix = `chat.panel.${person}.`;
  }

  read(name) {
    return load('sessionStorage', this.prefix + name);
  }

  write(name, value) {
    store('sessionStorage', this.prefix + name, value);
  }
}
