// What the panel keeps of its person in this tab, over a reload: under their number, so that whoever signs in here after them
// finds nothing of it. A browser that keeps nothing still lets one write.

export class Kept {
  constructor(person) {
    this.prefix = `chat.panel.${person}.`;
  }

  read(name) {
    try {
      return JSON.parse(sessionStorage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  write(name, value) {
    try {
      if (value) {
        sessionStorage.setItem(this.prefix + name, JSON.stringify(value));
      } else {
        sessionStorage.removeItem(this.prefix + name);
      }
    } catch {
      // Storage is full or forbidden: what is written stays in the page.
    }
  }
}
