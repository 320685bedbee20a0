// The thread's own side in the browser: it keeps the place one is reading while messages come and go, tells the server
// what was really seen, and gives the composer its list.

import { Composer } from './Composer.razor.js';

const seenAfter = 1_000;
const nearBottom = 48;
const nearTop = 240;

export function open(scroller, dotnet, userId, conversationId, texts) {
  return new ThreadView(scroller, dotnet, `${userId}.${conversationId}`, texts);
}

class ThreadView {
  constructor(scroller, dotnet, key, texts) {
    Object.assign(this, { scroller, dotnet, key, texts });
    this.thread = scroller.closest('.thread');
    this.messages = scroller.querySelector('.message-list:not(.pending)');
    this.pending = scroller.querySelector('[data-pending]');
    this.button = this.thread.querySelector('[data-to-bottom]');
    this.closed = new AbortController();
    this.reported = 0;

    this.begin();
    this.watch();
    this.attachComposer();
  }

  close() {
    this.closed.abort();
    this.observers.forEach(observer => observer.disconnect());
    this.composer?.close();
    clearTimeout(this.seeing);
  }

  // At the first unread message, else at the end.
  begin() {
    const unread = this.messages.querySelector('.unread-line');
    if (unread) {
      this.scroller.scrollTop = unread.offsetTop - this.scroller.offsetTop - this.scroller.clientHeight / 3;
      this.remember();
    } else {
      this.toBottom();
    }

    this.look();
  }

  watch() {
    const signal = this.closed.signal;
    this.scroller.addEventListener('scroll', () => this.scrolled(), { signal, passive: true });
    this.button.addEventListener('click', () => this.toBottom(), { signal });
    document.addEventListener('visibilitychange', () => this.look(), { signal });
    window.addEventListener('focus', () => this.look(), { signal });

    const messages = new MutationObserver(changes => this.changed(changes));
    messages.observe(this.messages, { childList: true });
    const size = new ResizeObserver(() => (this.stuck ? this.toBottom() : undefined));
    size.observe(this.scroller);
    const composer = new MutationObserver(() => this.attachComposer());
    composer.observe(this.thread, { childList: true });
    this.observers = [messages, size, composer];
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
    if (this.scroller.scrollTop < nearTop) {
      this.loadOlder();
    }
  }

  loadOlder() {
    const older = this.scroller.querySelector('[data-older]');
    const first = this.messages.querySelector('.message')?.dataset.seq;
    if (older && this.askedBefore !== first) {
      this.askedBefore = first;
      older.click();
    }
  }

  changed(changes) {
    const added = changes.flatMap(change => [...change.addedNodes]).filter(node => node.dataset?.clientId);
    added.forEach(node => this.stored(node.dataset.clientId));

    if (this.stuck) {
      this.toBottom();
    } else {
      this.keepPlace();
      const last = this.messages.querySelector('.message:last-child');
      this.button.hidden = !added.includes(last);
    }

    this.look();
  }

  // The first message that shows, and where: whatever is added above or below, it stays there.
  remember() {
    const { scroller } = this;
    this.stuck = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearBottom;
    if (this.stuck) {
      this.button.hidden = true;
    }

    const top = scroller.getBoundingClientRect().top;
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

  // Read is what stood on the screen for a second, in a window somebody was looking at.
  look() {
    clearTimeout(this.seeing);
    if (document.visibilityState === 'visible' && document.hasFocus()) {
      this.seeing = setTimeout(() => this.report(), seenAfter);
    }
  }

  report() {
    const bottom = this.scroller.getBoundingClientRect().bottom;
    const seen = [...this.messages.querySelectorAll('.message')].findLast(item => item.getBoundingClientRect().top < bottom - 8);
    const seq = Number(seen?.dataset.seq ?? 0);
    if (seq > this.reported && this.composer) {
      this.reported = seq;
      this.dotnet.invokeMethodAsync('ReadAsync', seq).catch(() => { this.reported = 0; });
    }
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
