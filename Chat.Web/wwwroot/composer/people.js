import { element } from '../elements.js';

// Offers names after an @. The field keeps the focus; which name is meant is told to it.
export class People {
  constructor(list, field, ask) {
    Object.assign(this, { list, field, ask });
    this.chosen = 0;
    list.addEventListener('mousedown', event => {
      event.preventDefault();
      this.take([...list.children].indexOf(event.target.closest('li')));
    });
    field.addEventListener('blur', () => this.hide());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  async look() {
    const begun = this.begun();
    if (!begun) {
      this.hide();
      return;
    }

    this.asked ??= this.ask().catch(() => { this.asked = null; return []; });
    const names = await this.asked;
    const typed = this.begun()?.typed.toLowerCase();
    this.show(typed === undefined ? [] : names.filter(name => name.toLowerCase().split(' ').some(word => word.startsWith(typed)) || name.toLowerCase().startsWith(typed)));
  }

  // An @ at the beginning of a word, and what stands between it and the cursor.
  begun() {
    const match = /(^|\s)@([^\s@]*(?: [^\s@]*)?)$/u.exec(this.field.value.slice(0, this.field.selectionStart));
    return match && { at: match.index + match[1].length, typed: match[2] };
  }

  show(names) {
    this.list.replaceChildren(...names.slice(0, 6).map((name, i) => {
      const option = element('li', '', name);
      option.id = `composer-person-${i}`;
      option.setAttribute('role', 'option');
      return option;
    }));
    this.list.hidden = names.length === 0;
    this.choose(0);
  }

  choose(i) {
    const options = [...this.list.children];
    this.chosen = options.length ? (i + options.length) % options.length : 0;
    options.forEach((option, at) => option.setAttribute('aria-selected', at === this.chosen));
    if (this.isOpen) {
      this.field.setAttribute('aria-activedescendant', `composer-person-${this.chosen}`);
    } else {
      this.field.removeAttribute('aria-activedescendant');
    }
  }

  // True when a name was taken.
  pressed(event) {
    if (!this.isOpen) {
      return false;
    }

    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.choose(this.chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      this.take(this.chosen);
      return true;
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.hide();
    }

    return false;
  }

  take(i) {
    const option = this.list.children[i];
    const begun = this.begun();
    if (option && begun) {
      this.field.setRangeText(`@${option.textContent} `, begun.at, this.field.selectionStart, 'end');
    }

    this.hide();
  }

  hide() {
    this.list.hidden = true;
    this.field.removeAttribute('aria-activedescendant');
  }
}
