// The composer: what a person types lives here, in the browser, until it is sent off. The draft is kept in local storage,
// so that a reload, another chat or a restarted server takes nothing away.

import { fit, sends, sendsByCtrl } from '../composer/field.js';
import { Draft } from '../composer/keeping.js';
import { Mode } from '../composer/mode.js';
import { People } from '../composer/people.js';
import { Sending } from '../composer/sending.js';
import { Uploads } from '../composer/uploads.js';

const typingEvery = 3_000;

export class Composer {
  constructor(form, list, pending, dotnet, key, texts) {
    Object.assign(this, { form, dotnet, texts });
    this.field = form.querySelector('textarea');
    if (sendsByCtrl()) {
      const button = form.querySelector('[type="submit"]');
      button.title = button.dataset.titleByCtrl;
      this.field.enterKeyHint = 'enter';
    }

    this.draft = new Draft(`chat.draft.${key}`);
    this.people = new People(form.querySelector('[data-people]'), this.field, () => dotnet.invokeMethodAsync('PeopleAsync'));
    this.mode = new Mode(form.querySelector('[data-mode]'), texts);
    this.problem = form.querySelector('[data-problem]');
    this.uploads = new Uploads(form, upload => { if (!this.sending.uploaded(upload)) { this.keep(); } });
    this.closed = new AbortController();
    this.sending = new Sending({
      key, list, pending, dotnet, texts,
      uploads: this.uploads,
      quoting: seq => this.askForQuote(seq),
      dropped: () => this.field.focus(),
      signal: this.closed.signal,
    });
    this.typedAt = -Infinity;

    this.restore();
    this.forgetGone();
    this.listen();
    this.sending.begin();
    if (matchMedia('(hover: hover)').matches && !document.querySelector('dialog[open]')) {
      this.field.focus({ preventScroll: true });
    }
  }

  listen() {
    const signal = this.closed.signal;
    this.field.addEventListener('input', () => this.typed(), { signal });
    this.field.addEventListener('keydown', event => this.pressed(event), { signal });
    // Whoever pressed the button goes on writing, and a phone keeps its keyboard up.
    this.form.addEventListener('submit', event => { event.preventDefault(); this.submit(); this.field.focus(); }, { signal });
    this.mode.cancel.addEventListener('click', () => this.leaveMode(), { signal });
    // The same chat in another tab: it is being typed in there, so this one follows.
    window.addEventListener('storage', event => this.stored(event), { signal });
    window.addEventListener('beforeunload', event => this.holdBack(event), { signal });
    document.addEventListener('click', event => this.askBeforeLeaving(event), { signal, capture: true });
    this.uploads.listen(signal);
  }

  close() {
    this.closed.abort();
  }

  restore({ isOurs = true } = {}) {
    const { text, reply, files } = this.draft.read();
    this.field.value = text;
    const lost = this.uploads.restore(files, { isOurs });
    if (lost.length) {
      this.tell(this.uploads.lostText(lost));
      this.keep();
    }

    if (reply) {
      this.mode.reply(reply);
      this.askForQuote(reply.seq);
    }

    this.fit();
  }

  // A draft may have waited for longer than its files are kept.
  async forgetGone() {
    const gone = (await this.uploads.findGone(this.uploads.items.filter(file => file.id))).filter(file => this.uploads.items.includes(file));
    if (gone.length) {
      gone.forEach(file => file.cancel());
      this.tell(this.uploads.lostText(gone));
    }
  }

  // The draft keeps which message is answered and not what it says: that may have been taken back meanwhile.
  async askForQuote(seq) {
    try {
      this.quoted(seq, await this.dotnet.invokeMethodAsync('QuoteAsync', seq));
    } catch {
      // The line is down: whom one answers stands there all the same.
    }
  }

  quoted(seq, preview) {
    if (this.mode.replies?.seq === seq) {
      this.mode.quote(preview);
    }

    this.sending.quoted(seq, preview);
  }

  typed() {
    this.tell(null);
    this.people.look();
    if (!this.mode.edits) {
      this.keep();
    }

    this.fit();
    const now = performance.now();
    if (this.field.value && now - this.typedAt > typingEvery) {
      this.typedAt = now;
      this.dotnet.invokeMethodAsync('TypeAsync').catch(() => {});
    }
  }

  // While an edit is in the field the draft waits as it was, but for its files: those go on.
  keep() {
    const { text, reply } = this.mode.edits ? this.draft.read() : { text: this.field.value, reply: this.mode.replies };
    this.draft.write({ text, reply, files: this.uploads.kept() });
  }

  stored(event) {
    if (event.key === this.draft.key && !this.mode.edits) {
      this.mode.leave();
      this.restore({ isOurs: false });
      // What this tab is uploading belongs to the draft, whoever wrote it last.
      if (this.uploads.kept().length > this.draft.read().files.length) {
        this.keep();
      }
    }
  }

  pressed(event) {
    // While an input method is composing, Enter belongs to it; 229 is how some browsers say so.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }

    if (this.people.isOpen && this.people.pressed(event)) {
      this.typed();
    } else if (event.defaultPrevented) {
      return;
    } else if (sends(event)) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && this.mode.isOn) {
      event.stopPropagation();
      this.leaveMode();
    } else if (event.key === 'ArrowUp' && !this.field.value && !this.mode.isOn) {
      event.preventDefault();
      this.dotnet.invokeMethodAsync('EditLastAsync').catch(() => {});
    }
  }

  reply(seq, author, preview) {
    if (this.mode.edits) {
      this.leaveMode();
    }

    this.mode.reply({ seq, author });
    this.mode.quote(preview);
    this.keep();
    this.field.focus();
  }

  // The draft waits in its place until the edit is done with.
  edit(seq, text) {
    this.mode.edit({ seq, text });
    this.field.value = text;
    this.fit();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  leaveMode() {
    const edited = this.mode.edits;
    this.mode.leave();
    this.tell(null);
    if (edited) {
      this.restore();
    } else {
      this.keep();
    }

    this.field.focus();
  }

  get hasUnsavedEdit() {
    return Boolean(this.mode.edits) && this.field.value !== this.mode.edits.text;
  }

  holdBack(event) {
    if (this.hasUnsavedEdit || this.uploads.isBusy || this.sending.isBusy) {
      event.preventDefault();
    }
  }

  askBeforeLeaving(event) {
    const link = event.target.closest?.('a[href]');
    if (link && this.hasUnsavedEdit && !confirm(this.texts.leaveEdit)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  submit() {
    const text = wellFormed(this.field.value).trim();
    if (!text && !this.mode.edits && this.uploads.isEmpty) {
      return;
    }

    if (this.mode.edits) {
      this.save(text);
    } else {
      this.send(text);
    }
  }

  async save(text) {
    const { edits } = this.mode;
    let problem;
    try {
      problem = (await this.dotnet.invokeMethodAsync('EditAsync', edits.seq, text)).text;
    } catch {
      problem = this.texts.notSent; // The line is down: what was changed stays in the field.
    }

    // Whoever has begun to change another one meanwhile goes on with that.
    if (this.mode.edits === edits) {
      if (problem) {
        this.tell(problem);
      } else {
        this.leaveMode();
      }
    }
  }

  send(text) {
    const { replies, preview } = this.mode;
    this.sending.add(text, replies, preview, this.uploads.take());
    this.mode.leave();
    this.field.value = '';
    this.keep();
    this.typedAt = -Infinity;
    this.fit();
  }

  tell(problem) {
    this.problem.hidden = !problem;
    this.problem.textContent = problem ?? '';
  }

  fit() {
    fit(this.field);
  }
}

const wellFormed = text => text.toWellFormed?.() ?? text;
