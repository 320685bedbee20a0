// What a person has sent off and not yet seen stored. It shows at once, goes out one at a time in the order it was written,
// is asked for again while nobody answers, and is never gone before it is stored or its author says so: it is kept in
// local storage. Every message carries an id made here, so sending it again is always safe.

import { element } from '../elements.js';
import { pause } from '../pause.js';
import { Outbox } from './keeping.js';

const sayingSoAfter = 2_000;
const givingUpAfter = 15_000;
const answerWithin = 10_000;
const pauseBetweenTries = 1_000;

export class Sending {
  // `list` shows what is stored, `pending` what is not; `uploads` knows the files of this tab; `quoting` is asked for what
  // a message answers, `dropped` is told when its author gave one up; all ends with `signal`.
  constructor({ key, list, pending, dotnet, texts, uploads, quoting, dropped, signal }) {
    Object.assign(this, { list, pending, dotnet, texts, uploads, quoting, dropped, signal });
    this.outbox = new Outbox(`chat.outbox.${key}.`);
    this.files = new Map();
    document.addEventListener('chatlineup', () => this.goOn(), { signal });
  }

  get isBusy() {
    return [...this.files.values()].flat().some(upload => upload.isBusy);
  }

  begin() {
    this.outbox.entries().forEach(entry => this.takeUp(entry));
    this.pump();
  }

  // What was on its way when this page was left or loaded anew. Files that were being uploaded in this tab still are;
  // those of a tab that is gone are gone with it, and that is said.
  takeUp(entry) {
    const files = (entry.files ?? []).map(kept => this.uploads.adopt(kept));
    if (files.length) {
      this.files.set(entry.id, files.filter(Boolean));
    }

    this.show(entry);
    if (entry.reply) {
      this.quoting(entry.reply.seq);
    }

    const lost = (entry.files ?? []).filter((_, i) => !files[i]);
    if (lost.length) {
      this.fail(entry, this.uploads.lostText(lost));
    }
  }

  add(text, reply, preview, files) {
    const entry = this.outbox.add(text, reply, files.map(file => file.kept()));
    if (files.length) {
      this.files.set(entry.id, files);
    }

    this.show(entry, preview);
    files.filter(file => file.problem).forEach(file => file.start());
    this.pump();
  }

  // A file has come further, has arrived, has failed or was taken back after its message was sent off. False if it is no
  // such file.
  uploaded(upload) {
    const [id, files] = [...this.files].find(([, files]) => files.includes(upload)) ?? [];
    const entry = id && this.outbox.entries().find(e => e.id === id);
    if (!entry) {
      return false;
    }

    this.files.set(id, files.filter(file => !file.isCancelled));
    this.keepFiles(entry);
    const failed = this.filesOf(entry).find(file => file.problem);
    if (failed) {
      this.fail(entry, failed.problem, 'file');
    } else if (this.isNothing(entry)) {
      this.drop(entry);
    } else if (this.whyFailed(entry) === 'file') {
      this.retry(entry);
    } else {
      this.pump();
    }

    return true;
  }

  keepFiles(entry) {
    entry.files = this.filesOf(entry).map(file => file.kept());
    this.outbox.keep(entry);
  }

  quoted(seq, preview) {
    this.pending.querySelectorAll(`[data-quotes="${seq}"]`).forEach(quote => { quote.lastElementChild.textContent = preview; });
  }

  // The oldest that can go; one whose files are still coming lets the others by.
  get next() {
    return this.outbox.entries().find(entry => this.filesOf(entry).every(file => file.id) && !this.whyFailed(entry));
  }

  async pump() {
    if (this.isPumping) {
      return;
    }

    this.isPumping = true;
    while (!this.signal.aborted && this.next) {
      await this.deliver(this.next);
    }

    this.isPumping = false;
  }

  async deliver(entry) {
    this.triedSince = performance.now();
    while (!this.signal.aborted && this.next === entry) {
      const answer = await this.ask(entry);
      if (answer && !answer.code) {
        this.stored(entry);
        return;
      }

      if (answer && !answer.mayRetry) {
        this.fail(entry, await this.whatIsGone(entry, answer) ?? answer.text);
        return;
      }

      if (performance.now() - this.triedSince > givingUpAfter) {
        this.fail(entry, answer?.text ?? this.texts.notSent, answer ? 'refused' : 'unheard');
        return;
      }

      await pause(pauseBetweenTries);
    }
  }

  // A file that waited for too long is there no more. What is left can go without it, if its author says so.
  async whatIsGone(entry, { code }) {
    const files = this.filesOf(entry);
    const gone = code === 'attachment_unknown' ? await this.uploads.findGone(files) : [];
    if (!gone.length) {
      return null;
    }

    this.files.set(entry.id, files.filter(file => !gone.includes(file)));
    this.keepFiles(entry);
    gone.forEach(file => file.cancel());
    return this.uploads.lostText(gone);
  }

  // Nothing if nobody answered: then it will be asked again.
  async ask(entry) {
    try {
      return await Promise.race([
        this.dotnet.invokeMethodAsync('SendAsync', entry.id, entry.text, entry.reply?.seq ?? null, (entry.files ?? []).map(file => file.id).filter(Boolean)),
        pause(answerWithin),
        new Promise(done => { this.giveUpAsking = done; }),
      ]);
    } catch {
      return null;
    }
  }

  // The line is back. Nobody needs to say so again of what was given up while nobody could hear it; and what was asked on
  // the line before is not answered any more.
  goOn() {
    this.triedSince = performance.now();
    this.giveUpAsking?.();
    this.outbox.entries().filter(entry => this.whyFailed(entry) === 'unheard').forEach(entry => this.retry(entry));
  }

  stored(entry) {
    this.outbox.remove(entry.id);
    this.filesOf(entry).forEach(file => file.forget());
    this.files.delete(entry.id);
    this.list.stored(entry.id);
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

    const files = this.filesOf(entry);
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

  // Because of a 'file', because nobody heard it ('unheard'), or because it was 'refused'.
  fail(entry, reason, why = 'refused') {
    const bubble = this.bubble(entry.id);
    if (!bubble || (bubble.dataset.failed === why && bubble.dataset.reason === reason)) {
      return;
    }

    const state = bubble.querySelector('.bubble-state');
    bubble.classList.add('failed');
    Object.assign(bubble.dataset, { failed: why, reason });
    state.textContent = `${reason} `;
    state.setAttribute('role', 'alert');
    // What will be refused again is not offered again: it can be taken out.
    if (!this.filesOf(entry).some(file => file.isRefused)) {
      state.append(this.button(this.texts.retry, () => this.retry(entry)));
    }

    state.append(this.button(this.texts.delete, () => this.drop(entry)));
  }

  whyFailed(entry) {
    return this.bubble(entry.id)?.dataset.failed;
  }

  retry(entry) {
    // What is lost is gone; what failed is tried again. Nothing at all is not sent.
    this.keepFiles(entry);
    if (this.isNothing(entry)) {
      this.drop(entry);
      return;
    }

    const bubble = this.bubble(entry.id);
    bubble.classList.remove('failed');
    delete bubble.dataset.failed;
    bubble.querySelector('.bubble-state').replaceChildren(this.texts.sending);
    this.filesOf(entry).filter(file => file.problem).forEach(file => file.start());
    this.pump();
  }

  isNothing(entry) {
    return !entry.text && !this.filesOf(entry).length;
  }

  drop(entry) {
    this.outbox.remove(entry.id);
    this.filesOf(entry).forEach(file => file.cancel());
    this.files.delete(entry.id);
    this.bubble(entry.id)?.remove();
    this.dropped();
  }

  filesOf(entry) {
    return this.files.get(entry.id) ?? [];
  }

  bubble(id) {
    return this.pending.querySelector(`[data-pending-id="${CSS.escape(id)}"]`);
  }

  button(label, action) {
    const button = element('button', 'button small', label);
    button.type = 'button';
    button.addEventListener('click', action, { signal: this.signal });
    return button;
  }
}
