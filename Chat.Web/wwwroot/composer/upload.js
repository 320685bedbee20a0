// One file on its way: what is shown of it, and how it travels. By HTTP, beside the live connection and not on it, a few at
// a time; what a person says meanwhile does not wait for it.

import { accessToken } from '../api.js';
import { element } from '../elements.js';
import { pause } from '../pause.js';
import { smallPictureOf } from './pictures.js';

const address = '/api/chat/upload/';
const atOnce = 2;
const longestWait = 20_000;
// On a line that fell silent a request would be waited for for minutes.
const stalledAfter = 30_000;

// Files of this tab, whichever thread is open: leaving a thread does not stop what was begun in it.
const known = new Map();
const waiting = [];
let travelling = 0;

export class Upload {
  static known(key) {
    return known.get(key);
  }

  constructor({ key, id, name, size }, file, texts) {
    Object.assign(this, { key, id: id ?? null, name, size, file, texts });
    this.problem = null;
    this.isRefused = this.isBusy = false;
    this.changed = this.removed = () => {};
    known.set(key, this);
    this.draw();
  }

  kept() {
    return { key: this.key, id: this.id, name: this.name, size: this.size };
  }

  draw() {
    this.chip = element('li', 'chip');
    this.bar = element('progress', 'chip-bar');
    this.bar.max = 1;
    this.note = element('span', 'chip-note', sizeInWords(this.size, this.texts));
    this.again = this.button('chip-again', this.texts.retry, () => { this.remove.focus(); this.start(); });
    this.again.textContent = this.texts.retry;
    this.remove = this.button('round chip-remove', '', () => this.takeBack());
    this.remove.textContent = '×';
    this.label = element('span', 'chip-name');
    this.chip.append(this.label, this.note, this.again, this.remove, this.bar);
    this.mark();
  }

  button(className, label, action) {
    const made = element('button', `button ${className}`);
    made.type = 'button';
    made.setAttribute('aria-label', label);
    made.title = label;
    made.addEventListener('click', action);
    return made;
  }

  mark() {
    const takeBack = this.texts.remove.replace('{0}', this.name);
    this.remove.setAttribute('aria-label', takeBack);
    this.bar.setAttribute('aria-label', this.name);
    this.label.textContent = this.label.title = this.name;
    this.remove.title = takeBack;
    this.bar.hidden = !this.isBusy;
    this.again.hidden = !this.problem || this.isRefused;
    this.chip.classList.toggle('failed', Boolean(this.problem));
    this.chip.classList.toggle('arrived', Boolean(this.id));
    this.note.textContent = this.problem ?? sizeInWords(this.size, this.texts);
    if (this.problem) {
      this.note.setAttribute('role', 'alert');
    } else {
      this.note.removeAttribute('role');
    }
  }

  start() {
    this.problem = null;
    this.isBusy = true;
    this.bar.value = 0;
    this.mark();
    waiting.push(this);
    next();
  }

  refuse(problem) {
    this.isRefused = true;
    this.fail(problem);
  }

  fail(problem) {
    this.problem = problem;
    this.isBusy = false;
    this.mark();
    this.changed(this);
  }

  arrived(id, name) {
    Object.assign(this, { id, name, file: null, isBusy: false });
    this.mark();
    this.changed(this);
  }

  // Whoever did it by key goes on at the file beside it, or else with the words.
  takeBack() {
    const form = this.chip.closest('form');
    const beside = form && (this.chip.nextElementSibling ?? this.chip.previousElementSibling);
    const field = (form ?? this.chip.closest('.thread'))?.querySelector('textarea');
    this.cancel();
    (beside?.querySelector('.chip-remove') ?? field)?.focus();
  }

  cancel() {
    this.isCancelled = true;
    this.request?.abort();
    this.isBusy = false;
    this.chip.remove();
    this.forget();
    this.removed();
    this.changed(this);
  }

  forget() {
    known.delete(this.key);
  }

  async travel() {
    this.thumbnail ??= await smallPictureOf(this.file);
    let answer = await this.send(false);
    if (answer.status === 401) {
      answer = await this.send(true);
    }

    const { code, detail, attachment_id: id, file_name: name } = answer.body ?? {};
    if (this.isCancelled) {
      return;
    }

    if (id) {
      this.arrived(id, name);
    } else if (code === 'too_many_requests' && answer.wait * 1_000 <= longestWait) {
      // Many at once are more than a minute allows: they come when it is their turn.
      await pause(answer.wait * 1_000);
      await this.travel();
    } else if (code && isFinal(answer.status)) {
      this.refuse(detail);
    } else {
      this.fail(detail ?? this.texts.notUploaded);
    }
  }

  async send(renew) {
    const form = new FormData();
    if (this.thumbnail) {
      form.append('thumbnail', this.thumbnail, 'thumbnail');
    }

    form.append('file', this.file, this.name);
    const request = this.request = new XMLHttpRequest();
    request.open('POST', address);
    request.responseType = 'json';
    request.setRequestHeader('Accept-Language', document.documentElement.lang);
    try {
      request.setRequestHeader('Authorization', `Bearer ${await accessToken({ renew })}`);
    } catch {
      return { status: 0 };
    }

    if (this.isCancelled) {
      return { status: 0 };
    }

    let stalling;
    const moves = () => {
      clearTimeout(stalling);
      stalling = setTimeout(() => request.abort(), stalledAfter);
    };
    request.upload.addEventListener('progress', event => {
      this.bar.value = event.total ? event.loaded / event.total : 0;
      moves();
    });
    return new Promise(done => {
      request.addEventListener('loadend', () => {
        clearTimeout(stalling);
        done({ status: request.status, body: request.response, wait: Number(request.getResponseHeader('Retry-After') ?? 1) });
      });
      moves();
      request.send(form);
    });
  }
}

async function next() {
  if (travelling >= atOnce || !waiting.length) {
    return;
  }

  const upload = waiting.shift();
  if (!upload.isCancelled) {
    travelling += 1;
    try {
      await upload.travel();
    } catch {
      upload.fail(upload.texts.notUploaded);
    } finally {
      travelling -= 1;
    }
  }

  next();
}

// The same file would be refused for the same reason again.
const isFinal = status => status >= 400 && status < 500 && ![401, 408, 409, 429].includes(status);

function sizeInWords(bytes, texts) {
  const isLarge = bytes >= 1_048_576;
  const size = isLarge ? bytes / 1_048_576 : Math.max(1, Math.round(bytes / 1_024));
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(size);
  return (isLarge ? texts.megabytes : texts.kilobytes).replace('{0}', number);
}
