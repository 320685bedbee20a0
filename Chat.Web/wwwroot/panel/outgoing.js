// What a person has said to the assistant and not yet seen stored. It goes out one at a time in the order it was written, is
// tried again while nobody takes it, says so where that takes long, and is never gone before it is stored or its author says so.

import { newId } from '../composer/keeping.js';
import { pause } from '../pause.js';

const sayingSoAfter = 2_000;
const givingUpAfter = 15_000;
const pauseBetweenTries = 2_000;
const lookEvery = 500;

// Where it stands, as `entry.state`: nothing at first; `slow`; `unheard`, given up until the line is back or its author
// tries again; `refused`, until its author does. `entry.said` is the school's own sentence on it.
const resting = ['unheard', 'refused'];

export class Outgoing {
  // `deliver` comes back with `refused` or `wait`, each a sentence; with neither if it arrived or nobody answered.
  constructor({ kept, deliver, changed }) {
    Object.assign(this, { kept, deliver, changed });
    this.entries = (kept.read('outbox') ?? []).map(entry => ({ ...entry, since: performance.now() }));
    this.watch();
  }

  add(conversation, text, attachments) {
    this.entries.push({ id: newId(), conversation, text, attachments: attachments.map(a => a.id), names: attachments.map(a => a.name), since: performance.now() });
    this.keep();
    this.pump();
  }

  // What was written before there was a conversation waits for it.
  belongTo(conversation) {
    this.entries.forEach(entry => { entry.conversation ??= conversation; });
    this.keep();
    this.pump();
  }

  remove(ids) {
    const left = this.entries.filter(entry => !ids.has(entry.id));
    if (left.length < this.entries.length) {
      this.entries = left;
      this.keep();
      // The others have not waited in vain so far.
      left.forEach(entry => this.wake(entry));
    }
  }

  retry(id) {
    const entry = this.entries.find(one => one.id === id);
    Object.assign(entry, { state: null, said: null });
    this.wake(entry);
    this.keep();
    this.pump();
  }

  // The line is back: nobody needs to say so again of what was given up while nobody could hear it.
  goOn() {
    this.entries.filter(entry => entry.state === 'unheard').forEach(entry => this.retry(entry.id));
  }

  end() {
    this.isOver = true;
    clearInterval(this.watching);
  }

  wake(entry) {
    entry.since = performance.now();
  }

  get next() {
    return this.isOver ? null : this.entries.find(entry => entry.conversation && !resting.includes(entry.state));
  }

  async pump() {
    if (this.isPumping) {
      return;
    }

    this.isPumping = true;
    for (let entry = this.next; entry; entry = this.next) {
      const { refused, wait } = await this.deliver(entry);
      if (refused) {
        Object.assign(entry, { state: 'refused', said: refused });
        this.changed();
      } else if (this.entries.includes(entry)) {
        entry.said = wait;
        this.changed();
        await pause(pauseBetweenTries);
      }
    }

    this.isPumping = false;
  }

  watch() {
    clearInterval(this.watching);
    this.watching = this.entries.length && !this.isOver ? setInterval(() => this.look(), lookEvery) : null;
  }

  look() {
    const now = performance.now();
    for (const entry of this.entries.filter(one => !resting.includes(one.state))) {
      const state = now - entry.since > givingUpAfter ? 'unheard' : now - entry.since > sayingSoAfter ? 'slow' : entry.state;
      if (state !== entry.state) {
        entry.state = state;
        this.changed();
      }
    }
  }

  // Where it stands is of this moment: what is taken up again is tried again.
  keep() {
    this.kept.write('outbox', this.entries.length && this.entries.map(({ id, conversation, text, attachments, names }) => ({ id, conversation, text, attachments, names })));
    this.watch();
    this.changed();
  }
}
