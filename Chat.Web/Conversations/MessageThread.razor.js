// The thread's own side in the browser: it keeps the place one is reading while messages come and go, tells the server
// what was really seen, says aloud what others write, walks the messages by key, and gives the composer its list.

import { openPopup } from '../popups.js';
import { Lightbox } from '../lightbox.js';
import { makeCopyable } from '../prose.js';
import { Composer } from './Composer.razor.js';

const seenAfter = 1_000;
const nearBottom = 48;
const nearEdge = 240;
const announceEvery = 3_000;

export function open(scroller, dotnet, options) {
  return new ThreadView(scroller, dotnet, options);
}

class ThreadView {
  constructor(scroller, dotnet, { key, texts }) {
    Object.assign(this, { scroller, dotnet, key, texts });
    this.thread = scroller.closest('.thread');
    this.messages = scroller.querySelector('[data-messages]');
    this.pending = scroller.querySelector('[data-pending]');
    this.announcer = new Announcer(this.thread.querySelector('[data-announcer]'), texts);
    this.closed = new AbortController();
    this.reported = 0;
    this.newest = this.seqOf(this.rows().at(-1));
    this.follows = true;

    this.lightbox = new Lightbox(this.thread.querySelector('[data-lightbox]'), this.messages, this.closed.signal);
    this.begin();
    this.watch();
    this.attachComposer();
  }

  close() {
    this.closed.abort();
    this.observers.forEach(observer => observer.disconnect());
    this.composer?.close();
    this.announcer.close();
    clearTimeout(this.seeing);
  }

  // At the message a link leads to, else at the first unread one, else at the end.
  begin() {
    const start = this.messages.querySelector('.target') ?? this.messages.querySelector('.unread-line');
    if (start) {
      this.show(start);
    } else {
      this.toBottom();
    }

    this.enter(this.rows().at(-1));
    this.look();
  }

  watch() {
    const signal = this.closed.signal;
    this.scroller.addEventListener('scroll', () => this.scrolled(), { signal, passive: true });
    this.messages.addEventListener('keydown', event => this.pressed(event), { signal });
    this.messages.addEventListener('focusin', event => this.enter(event.target.closest('.message')), { signal });
    document.addEventListener('visibilitychange', () => this.look(), { signal });
    window.addEventListener('focus', () => this.look(), { signal });

    const messages = new MutationObserver(changes => this.changed(changes));
    messages.observe(this.messages, { childList: true });
    const texts = new MutationObserver(() => makeCopyable(this.messages, this.texts));
    texts.observe(this.messages, { childList: true, subtree: true });
    makeCopyable(this.messages, this.texts);
    const size = new ResizeObserver(() => (this.stuck ? this.toBottom() : this.keepPlace()));
    size.observe(this.scroller);
    size.observe(this.messages);
    size.observe(this.pending);
    const composer = new MutationObserver(() => this.attachComposer());
    composer.observe(this.thread, { childList: true });
    this.observers = [messages, texts, size, composer];
  }

  // Whether somebody may write can change while they look: the composer comes and goes.
  attachComposer() {
    const form = this.thread.querySelector('[data-composer]');
    if (this.composer && this.composer.form !== form) {
      this.composer.close();
      this.composer = null;
    }

    if (form && !this.composer) {
      this.composer = new Composer(form, this, this.pending, this.dotnet, this.key, this.texts);
    }
  }

  scrolled() {
    this.remember();
    this.look();
    if (this.scroller.scrollTop < nearEdge) {
      this.load('[data-older]', this.rows()[0]);
    }

    if (this.below() < nearEdge) {
      this.load('[data-newer]', this.rows().at(-1));
    }
  }

  // The button is there for those who do not scroll; whoever does has it pressed for them, once for each edge reached.
  load(button, edge) {
    const asks = this.scroller.querySelector(button);
    const asked = `${button}${edge?.dataset.seq}`;
    if (asks && this.asked !== asked) {
      this.asked = asked;
      asks.click();
    }
  }

  changed(changes) {
    const added = changes.flatMap(change => [...change.addedNodes]).filter(node => node.dataset?.clientId);
    added.forEach(node => this.stored(node.dataset.clientId));
    this.announce(added.filter(node => this.seqOf(node) > this.newest));

    if (this.stuck && !this.scroller.querySelector('[data-newer]')) {
      this.toBottom();
    } else {
      this.keepPlace();
    }

    // Whoever comes in by Tab or F6 comes to the newest, unless they are among the messages already.
    if (!this.messages.contains(document.activeElement) || !this.messages.querySelector('.message[tabindex="0"]')) {
      this.enter(this.rows().at(-1));
    }

    this.look();
  }

  announce(fresh) {
    const newest = this.newest;
    this.newest = Math.max(newest, ...fresh.map(node => this.seqOf(node)));
    // A page full of them at once is history being loaded, not somebody speaking.
    if (newest > 0 && fresh.length < 20) {
      fresh.filter(node => !node.classList.contains('mine')).forEach(node => this.announcer.say(node));
    }
  }

  // The first message that shows, and where: whatever is added above or below, it stays there.
  remember() {
    this.stuck = this.below() < nearBottom;
    const follows = this.stuck && !this.scroller.querySelector('[data-newer]');
    if (follows !== this.follows) {
      this.follows = follows;
      this.dotnet.invokeMethodAsync('Follow', follows).catch(() => {});
    }

    const top = this.scroller.getBoundingClientRect().top;
    this.anchor = [...this.messages.children].find(item => item.getBoundingClientRect().bottom > top);
    this.anchorTop = this.anchor?.getBoundingClientRect().top;
  }

  keepPlace() {
    if (this.anchor?.isConnected) {
      this.scroller.scrollTop += this.anchor.getBoundingClientRect().top - this.anchorTop;
    }

    this.remember();
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.remember();
  }

  // For whoever pressed the button that leads there, which is gone when they are.
  toEnd() {
    this.toBottom();
    if (document.activeElement === document.body || document.activeElement.matches('.to-bottom')) {
      this.rows().at(-1)?.focus({ preventScroll: true });
    }
  }

  goTo(seq, takesFocus) {
    const row = this.row(seq);
    if (row) {
      this.show(row);
      this.enter(row);
      if (takesFocus) {
        row.focus({ preventScroll: true });
      }
    }
  }

  // A third down from the top: what came before stays in view.
  show(item) {
    this.scroller.scrollTop += item.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - this.scroller.clientHeight / 3;
    this.remember();
  }

  below() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
  }

  // Read is what stood on the screen for a second, in a window somebody was looking at.
  look() {
    clearTimeout(this.seeing);
    if (document.visibilityState === 'visible' && document.hasFocus()) {
      this.seeing = setTimeout(() => this.report(), seenAfter);
    }
  }

  report() {
    const bottom = this.scroller.getBoundingClientRect().bottom;
    const seq = this.seqOf(this.rows().findLast(item => item.getBoundingClientRect().top < bottom - 8));
    if (seq > this.reported) {
      this.reported = seq;
      this.dotnet.invokeMethodAsync('ReadAsync', seq).catch(() => { this.reported = 0; });
    }
  }

  // One Tab stop for the whole list: inside it the arrows go from message to message, Enter opens what can be done with
  // one, Escape goes back to writing.
  pressed(event) {
    const row = event.target.closest('.message');
    // A film has its own use for the arrows.
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('audio, video')) {
      return;
    }

    const rows = this.rows();
    const at = rows.indexOf(row);
    const next = { ArrowUp: rows[at - 1], ArrowDown: rows[at + 1], Home: rows[0], End: rows.at(-1) }[event.key];
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === 'Enter' && event.target === row) {
      event.preventDefault();
      row.querySelector('[data-menu]').click();
    } else if (event.key === 'Escape') {
      this.composer?.field.focus();
    }
  }

  enter(row) {
    if (row) {
      this.messages.querySelectorAll('.message[tabindex="0"], [data-file][tabindex="0"]').forEach(other => { other.tabIndex = -1; });
      [row, ...row.querySelectorAll('[data-file]')].forEach(own => { own.tabIndex = 0; });
    }
  }

  openMenu(seq) {
    const popup = this.thread.querySelector('[data-popup="message"]');
    const anchor = this.row(seq)?.querySelector('[data-menu]');
    if (popup && anchor) {
      openPopup(popup, anchor);
    }
  }

  reply(seq, author, preview) {
    this.composer?.reply(seq, author, preview);
  }

  quoted(seq, preview) {
    this.composer?.quoted(seq, preview);
  }

  edit(seq, text) {
    this.composer?.edit(seq, text);
  }

  copy(text) {
    navigator.clipboard?.writeText(text).catch(() => {});
  }

  rows() {
    return [...this.messages.querySelectorAll('.message')];
  }

  row(seq) {
    return this.messages.querySelector(`[data-seq="${seq}"]`);
  }

  seqOf(row) {
    return Number(row?.dataset.seq ?? 0);
  }

  // The composer's view of the list.

  has(id) {
    return this.messages.querySelector(`[data-client-id="${CSS.escape(id)}"]`) !== null;
  }

  // Stored and shown: the pending bubble has become a real one. Both are told, whichever comes first.
  stored(id) {
    if (this.has(id)) {
      this.pending.querySelector(`[data-pending-id="${CSS.escape(id)}"]`)?.remove();
    }
  }
}

// Says what others write, once each and not more often than one can listen.
class Announcer {
  constructor(element, texts) {
    Object.assign(this, { element, texts });
    this.waiting = [];
  }

  say(row) {
    const author = row.querySelector('.bubble-author')?.textContent.trim() ?? '';
    const words = [...row.querySelector('[data-text]')?.children ?? []].map(part => part.textContent).join(' ');
    const files = [...row.querySelectorAll('[data-file-name]')].map(file => file.dataset.fileName);
    const text = [words, ...files].filter(Boolean).join(', ');
    this.waiting.push(this.texts.said.replace('{0}', author).replace('{1}', text));
    if (!this.pausing) {
      this.speak();
    }
  }

  speak() {
    this.element.textContent = this.waiting.length > 2 ? `${this.texts.manyNew}: ${this.waiting.length}` : this.waiting.join(' ');
    this.waiting = [];
    this.pausing = setTimeout(() => {
      this.pausing = null;
      // What has been said aloud does not stay in the page: it may be taken back.
      this.element.textContent = '';
      if (this.waiting.length) {
        this.speak();
      }
    }, announceEvery);
  }

  close() {
    clearTimeout(this.pausing);
  }
}
