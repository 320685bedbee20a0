// What a person has written and not yet seen stored, in the browser's own storage.

import { load, store } from '../storage.js';

// What is being written. A browser that keeps nothing still lets one write.
export class Draft {
  constructor(key) {
    this.key = key;
  }

  read() {
    const { text, reply, files } = load('localStorage', this.key) ?? {};
    return { text: text ?? '', reply: reply ?? null, files: files ?? [] };
  }

  write(draft) {
    store('localStorage', this.key, draft.text || draft.reply || draft.files?.length ? draft : null);
  }
}

// What is on its way, oldest first. Each has a key of its own, so that two tabs never write over each other; should both
// send the same message, its id makes it one.
export class Outbox {
  constructor(prefix) {
    this.prefix = prefix;
    this.kept = new Map(this.stored().map(entry => [entry.id, entry]));
  }

  entries() {
    return [...this.kept.values()].sort((one, other) => one.at - other.at);
  }

  has(id) {
    return this.kept.has(id);
  }

  add(text, reply, files) {
    const entry = { id: newId(), text, reply, files, at: performance.timeOrigin + performance.now() };
    this.kept.set(entry.id, entry);
    this.keep(entry);
    return entry;
  }

  keep(entry) {
    if (this.has(entry.id)) {
      store('localStorage', this.prefix + entry.id, entry);
    }
  }

  remove(id) {
    this.kept.delete(id);
    store('localStorage', this.prefix + id, null);
  }

  stored() {
    try {
      return Object.keys(localStorage).filter(key => key.startsWith(this.prefix)).map(key => load('localStorage', key)).filter(Boolean);
    } catch {
      return [];
    }
  }
}

export function newId() {
  // randomUUID exists only on secure origins, and a school's test machine may not be one.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
