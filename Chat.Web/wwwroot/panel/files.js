// What is attached to the next message: each file a chip that says how far it is, why it was refused, and how to be rid of it.

export class Files {
  #entries = [];

  constructor(place, talk, texts, changed) {
    Object.assign(this, { place, talk, texts, changed });
    this.list = place.querySelector('[data-chips]');
    this.picker = place.querySelector('input[type="file"]');
    this.picker.addEventListener('change', () => { this.add(this.picker.files); this.picker.value = ''; });
    place.querySelector('[data-pick]').addEventListener('click', () => this.picker.click());
  }

  get ready() {
    return this.#entries.map(entry => entry.attachment).filter(Boolean);
  }

  get isBusy() {
    return this.#entries.some(entry => !entry.attachment && !entry.problem);
  }

  add(files) {
    [...files].forEach(file => this.#upload({ file, stop: new AbortController() }));
  }

  clear() {
    this.#entries = [];
    this.list.replaceChildren();
  }

  // An attachment of a message that was sent.
  shown(file) {
    const card = document.createElement('a');
    card.href = file.file_url;
    card.className = 'panel-file';
    card.target = '_blank';
    card.rel = 'noopener';
    if (file.thumbnail_url) {
      const image = document.createElement('img');
      Object.assign(image, { src: file.thumbnail_url, alt: file.file_name, width: file.width, height: file.height, loading: 'lazy' });
      card.append(image);
    } else {
      card.append(`${file.file_name} · ${this.#size(file.file_size)}`);
    }

    return card;
  }

  async #upload(entry) {
    this.#entries.push(entry);
    this.#draw(entry);
    try {
      entry.attachment = await this.talk.upload(entry.file, share => this.#tell(entry, `${Math.round(share * 100)} %`), entry.stop.signal, this.texts.notSent);
      this.#tell(entry, this.#size(entry.file.size));
    } catch (problem) {
      if (!entry.stop.signal.aborted) {
        entry.problem = problem.message;
        entry.chip.classList.add('failed');
        entry.chip.querySelector('[data-again]').hidden = false;
        this.#tell(entry, problem.message);
      }
    }

    this.changed();
  }

  #draw(entry) {
    const chip = entry.chip = document.createElement('li');
    chip.className = 'panel-chip';
    const say = document.createElement('span');
    say.dataset.say = '';
    say.setAttribute('role', 'status');
    const again = this.#button(this.texts.retry, () => { this.#remove(entry); this.#upload({ file: entry.file, stop: new AbortController() }); });
    again.dataset.again = '';
    again.hidden = true;
    chip.append(entry.file.name, ' ', say, again, this.#button('×', () => this.#remove(entry), `${this.texts.remove}: ${entry.file.name}`));
    this.list.append(chip);
    this.changed();
  }

  #remove(entry) {
    entry.stop.abort(new Error('removed'));
    this.#entries = this.#entries.filter(other => other !== entry);
    entry.chip.remove();
  }

  #tell(entry, text) {
    entry.chip.querySelector('[data-say]').textContent = text;
  }

  #button(label, act, name) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button small';
    button.textContent = label;
    if (name) {
      button.setAttribute('aria-label', name);
    }

    button.addEventListener('click', act);
    return button;
  }

  #size(bytes) {
    const unit = bytes < 1_000_000 ? ['kilobyte', 1_000] : ['megabyte', 1_000_000];
    return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: unit[0], maximumFractionDigits: 1 }).format(bytes / unit[1]);
  }
}
