// The composer: what a person types lives here, in the browser, until the server has stored it. The draft and whatever
// is on its way are kept in local storage, so that a reload, another chat or a restarted server takes nothing away.
// Every message carries an id made here; sending it again is therefore always safe.

import { element } from '../elements.js';
import { Draft, Outbox } from '../composer/keeping.js';
import { Mode } from '../composer/mode.js';
import { People } from '../composer/people.js';
import { Uploads } from '../composer/uploads.js';

const typingEvery = 3_000;
const sayingSoAfter = 2_000;
const givingUpAfter = 15_000;
const answerWithin = 10_000;
const pauseBetweenTries = 1_000;

// Whether Enter breaks the line and Ctrl+Enter sends is chosen in the settings, on each device.
const sendsByCtrl = () => document.documentElement.dataset.sendKey === 'ctrl';

export class Composer {
  constructor(form, list, pending, dotnet, key, texts) {
    Object.assign(this, { form, list, pending, dotnet, texts });
    this.field = form.querySelector('textarea');
    if (sendsByCtrl()) {
      const button = form.querySelector('[type="submit"]');
      button.title = button.dataset.titleByCtrl;
      this.field.enterKeyHint = 'enter';
    }

    this.draft = new Draft(`chat.draft.${key}`);
    this.outbox = new Outbox(`chat.outbox.${key}.`);
    this.people = new People(form.querySelector('[data-people]'), this.field, () => dotnet.invokeMethodAsync('PeopleAsync'));
    this.mode = new Mode(form.querySelector('[data-mode]'), texts);
    this.problem = form.querySelector('[data-problem]');
    this.uploads = new Uploads(form, upload => this.uploaded(upload));
    this.sending = new Map();
    this.closed = new AbortController();
    this.typedAt = -Infinity;

    this.restore();
    this.listen();
    this.outbox.entries().forEach(entry => this.takeUp(entry));
    this.pump();
    if (matchMedia('(hover: hover)').matches && !document.querySelector('dialog[open]')) {
      this.field.focus({ preventScroll: true });
    }
  }

  listen() {
    const signal = this.closed.signal;
    this.field.addEventListener('input', () => this.typed(), { signal });
    this.field.addEventListener('keydown', event => this.pressed(event), { signal });
    this.form.addEventListener('submit', event => { event.preventDefault(); this.submit(); }, { signal });
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
    const lost = this.uploads.restore(files);
    // What another tab is uploading is not lost: it is there.
    if (isOurs && lost.length) {
      this.tell(this.uploads.lostText(lost));
      this.keep();
    }

    if (reply) {
      this.mode.reply(reply);
      this.askForQuote(reply.seq);
    }

    this.fit();
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

    this.pending.querySelectorAll(`[data-quotes="${seq}"]`).forEach(quote => { quote.lastElementChild.textContent = preview; });
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
    } else if (event.key === 'Enter' && (sendsByCtrl() ? event.ctrlKey || event.metaKey : !event.shiftKey)) {
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
    if (this.hasUnsavedEdit || this.uploads.isBusy || [...this.sending.values()].flat().some(upload => upload.isBusy)) {
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
    if (!text && (this.mode.edits || this.uploads.isEmpty)) {
      return;
    }

    if (this.mode.edits) {
      this.save(text);
    } else {
      this.send(text);
    }
  }

  async save(text) {
    const { seq } = this.mode.edits;
    try {
      const answer = await this.dotnet.invokeMethodAsync('EditAsync', seq, text);
      if (!answer.code) {
        this.leaveMode();
      } else {
        this.tell(answer.text);
      }
    } catch {
      this.tell(this.texts.notSent); // The line is down: what was changed stays in the field.
    }
  }

  send(text) {
    const files = this.uploads.take();
    const entry = this.outbox.add(text, this.mode.replies, files.map(file => file.kept()));
    if (files.length) {
      this.sending.set(entry.id, files);
    }

    const preview = this.mode.preview;
    this.mode.leave();
    this.field.value = '';
    this.keep();
    this.typedAt = -Infinity;
    this.fit();
    this.show(entry, preview);
    files.filter(file => file.problem).forEach(file => file.start());
    this.pump();
  }

  // What was on its way when this page was left or loaded anew. Files that were being uploaded in this tab still are;
  // those of a tab that is gone are gone with it, and that is said.
  takeUp(entry) {
    const files = (entry.files ?? []).map(kept => this.uploads.adopt(kept));
    if (files.length) {
      this.sending.set(entry.id, files.filter(Boolean));
    }

    this.show(entry);
    if (entry.reply) {
      this.askForQuote(entry.reply.seq);
    }

    const lost = (entry.files ?? []).filter((_, i) => !files[i]);
    if (lost.length) {
      this.fail(entry, this.uploads.lostText(lost));
    }
  }

  // A file has come further, has arrived or has failed, before or after its message was sent off.
  uploaded(upload) {
    const [id] = [...this.sending].find(([, files]) => files.includes(upload)) ?? [];
    const entry = id && this.outbox.entries().find(e => e.id === id);
    if (!entry) {
      this.keep();
      return;
    }

    entry.files = this.sending.get(id).map(file => file.kept());
    this.outbox.keep(entry);
    if (upload.problem) {
      this.fail(entry, upload.problem);
    }

    this.pump();
  }

  isReady(entry) {
    return !(this.sending.get(entry.id) ?? []).some(file => !file.id);
  }

  // One at a time, in the order they were written; one whose files are still coming lets the others by.
  async pump() {
    if (this.pumping) {
      return;
    }

    this.pumping = true;
    while (!this.closed.signal.aborted) {
      const entry = this.outbox.entries().find(e => this.isReady(e) && !this.bubble(e.id)?.classList.contains('failed'));
      if (!entry) {
        break;
      }

      await this.deliver(entry);
    }

    this.pumping = false;
  }

  async deliver(entry) {
    const started = performance.now();
    while (!this.closed.signal.aborted && this.outbox.has(entry.id)) {
      const answer = await this.ask(entry);
      if (answer && !answer.code) {
        this.outbox.remove(entry.id);
        this.sending.get(entry.id)?.forEach(file => file.forget());
        this.sending.delete(entry.id);
        this.list.stored(entry.id);
        return;
      }

      if (answer && !answer.mayRetry) {
        this.fail(entry, answer.text);
        return;
      }

      if (performance.now() - started > givingUpAfter) {
        this.fail(entry, answer?.text ?? this.texts.notSent);
        return;
      }

      await pause(pauseBetweenTries);
    }
  }

  async ask(entry) {
    try {
      return await Promise.race([
        this.dotnet.invokeMethodAsync('SendAsync', entry.id, entry.text, entry.reply?.seq ?? null, (entry.files ?? []).map(file => file.id).filter(Boolean)),
        pause(answerWithin),
      ]);
    } catch {
      return null; // The line is down: it will be asked again.
    }
  }

  show(entry, preview = '') {
    if (this.list.has(entry.id) || this.bubble(entry.id)) {
      return;
    }

    const bubble = element('li', 'message mine on-its-way');
    bubble.dataset.pendingId = entry.id;
    const article = element('article', 'bubble');
    const body = element('div', 'bubble-body');
    if (entry.reply) {
      const quote = element('span', 'quote');
      quote.dataset.quotes = entry.reply.seq;
      quote.append(element('strong', '', entry.reply.author), element('span', '', preview));
      body.append(quote);
    }

    if (entry.text) {
      body.append(element('p', 'bubble-text', entry.text));
    }

    const files = this.sending.get(entry.id) ?? [];
    if (files.length) {
      const chips = element('ul', 'chips');
      chips.append(...files.map(file => file.chip));
      body.append(chips);
    }

    body.append(element('span', 'bubble-state'));
    article.append(body);
    bubble.append(article);
    this.pending.append(bubble);
    this.list.toBottom();

    setTimeout(() => {
      const state = bubble.querySelector('.bubble-state');
      if (bubble.isConnected && !state.textContent) {
        state.textContent = this.texts.sending;
      }
    }, sayingSoAfter);
  }

  fail(entry, reason) {
    const bubble = this.bubble(entry.id);
    if (!bubble || bubble.classList.contains('failed')) {
      return;
    }

    const state = bubble.querySelector('.bubble-state');
    bubble.classList.add('failed');
    state.textContent = `${reason} `;
    state.setAttribute('role', 'alert');
    state.append(this.button(this.texts.retry, () => this.retry(entry)), this.button(this.texts.delete, () => this.drop(entry)));
  }

  retry(entry) {
    const bubble = this.bubble(entry.id);
    const files = this.sending.get(entry.id) ?? [];
    bubble.classList.remove('failed');
    bubble.querySelector('.bubble-state').replaceChildren(this.texts.sending);
    // What is lost is gone; what failed is tried again. Nothing at all is not sent.
    entry.files = files.map(file => file.kept());
    this.outbox.keep(entry);
    if (!entry.text && !files.length) {
      this.drop(entry);
      return;
    }

    files.filter(file => file.problem).forEach(file => file.start());
    this.pump();
  }

  drop(entry) {
    this.outbox.remove(entry.id);
    this.sending.get(entry.id)?.forEach(file => file.cancel());
    this.sending.delete(entry.id);
    this.bubble(entry.id)?.remove();
    this.field.focus();
  }

  tell(problem) {
    this.problem.hidden = !problem;
    this.problem.textContent = problem ?? '';
  }

  bubble(id) {
    return this.pending.querySelector(`[data-pending-id="${CSS.escape(id)}"]`);
  }

  button(label, action) {
    const button = element('button', 'button small', label);
    button.type = 'button';
    button.addEventListener('click', action, { signal: this.closed.signal });
    return button;
  }

  fit() {
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}

const wellFormed = text => text.toWellFormed?.() ?? text;
const pause = time => new Promise(done => setTimeout(done, time));
