// The composer: what a person types lives here, in the browser, until the server has stored it. The draft and whatever
// is on its way are kept in local storage, so that a reload, another chat or a restarted server takes nothing away.
// Every message carries an id made here; sending it again is therefore always safe.

const typingEvery = 3_000;
const sayingSoAfter = 2_000;
const givingUpAfter = 15_000;
const answerWithin = 10_000;
const pauseBetweenTries = 1_000;

export class Composer {
  constructor(form, list, pending, dotnet, key, texts) {
    Object.assign(this, { form, list, pending, dotnet, texts });
    this.field = form.querySelector('textarea');
    this.draft = new Stored(`chat.draft.${key}`, '');
    this.outbox = new Stored(`chat.outbox.${key}`, []);
    this.closed = new AbortController();
    this.typedAt = -Infinity;

    this.field.value = this.draft.value;
    this.fit();
    this.listen();
    this.outbox.value.forEach(entry => this.show(entry));
    this.pump();
    if (matchMedia('(hover: hover)').matches) {
      this.field.focus({ preventScroll: true });
    }
  }

  listen() {
    const signal = this.closed.signal;
    this.field.addEventListener('input', () => this.typed(), { signal });
    this.field.addEventListener('keydown', event => this.pressed(event), { signal });
    this.form.addEventListener('submit', event => { event.preventDefault(); this.send(); }, { signal });
  }

  close() {
    this.closed.abort();
  }

  typed() {
    this.draft.value = this.field.value;
    this.fit();
    const now = performance.now();
    if (this.field.value && now - this.typedAt > typingEvery) {
      this.typedAt = now;
      this.dotnet.invokeMethodAsync('TypeAsync').catch(() => {});
    }
  }

  pressed(event) {
    // While an input method is composing, Enter belongs to it; 229 is how some browsers say so.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.send();
    }
  }

  send() {
    const text = wellFormed(this.field.value).trim();
    if (!text) {
      return;
    }

    const entry = { id: newId(), text };
    this.outbox.value = [...this.outbox.value, entry];
    this.field.value = this.draft.value = '';
    this.typedAt = -Infinity;
    this.fit();
    this.show(entry);
    this.pump();
  }

  // One at a time, in the order they were written.
  async pump() {
    if (this.pumping) {
      return;
    }

    this.pumping = true;
    while (!this.closed.signal.aborted) {
      const entry = this.outbox.value.find(e => !e.failed);
      if (!entry) {
        break;
      }

      await this.deliver(entry);
    }

    this.pumping = false;
  }

  async deliver(entry) {
    const started = performance.now();
    while (!this.closed.signal.aborted) {
      const answer = await this.ask(entry);
      if (answer && !answer.code) {
        this.forget(entry);
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
        this.dotnet.invokeMethodAsync('SendAsync', entry.id, entry.text),
        pause(answerWithin),
      ]);
    } catch {
      return null; // The line is down: it will be asked again.
    }
  }

  show(entry) {
    if (this.list.has(entry.id) || this.bubble(entry.id)) {
      return;
    }

    const bubble = element('li', 'message mine on-its-way');
    bubble.dataset.pendingId = entry.id;
    const article = element('article', 'bubble');
    const body = element('div', 'bubble-body');
    body.append(element('p', 'bubble-text', entry.text), element('span', 'bubble-state'));
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
    this.outbox.value = this.outbox.value.map(e => (e.id === entry.id ? { ...e, failed: true } : e));
    const bubble = this.bubble(entry.id);
    if (!bubble) {
      return;
    }

    const state = bubble.querySelector('.bubble-state');
    bubble.classList.add('failed');
    state.textContent = reason + ' ';
    state.setAttribute('role', 'alert');
    state.append(this.button(this.texts.retry, () => this.retry(entry)), this.button(this.texts.delete, () => this.drop(entry)));
  }

  retry(entry) {
    this.outbox.value = this.outbox.value.map(e => (e.id === entry.id ? { id: e.id, text: e.text } : e));
    const bubble = this.bubble(entry.id);
    bubble.classList.remove('failed');
    bubble.querySelector('.bubble-state').replaceChildren(this.texts.sending);
    this.pump();
  }

  drop(entry) {
    this.forget(entry);
    this.bubble(entry.id)?.remove();
    this.field.focus();
  }

  forget(entry) {
    this.outbox.value = this.outbox.value.filter(e => e.id !== entry.id);
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
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}

// A value that outlives the page. A browser that keeps nothing still lets one write.
class Stored {
  constructor(key, empty) {
    this.key = key;
    this.empty = empty;
    this.kept = this.read();
  }

  get value() {
    return this.kept;
  }

  set value(value) {
    this.kept = value;
    try {
      if (value.length) {
        localStorage.setItem(this.key, JSON.stringify(value));
      } else {
        localStorage.removeItem(this.key);
      }
    } catch {
      // Storage is full or forbidden: what is written stays in the page.
    }
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key)) ?? this.empty;
      // What failed for want of a connection is worth trying again in a new page.
      return Array.isArray(kept) ? kept.map(({ id, text }) => ({ id, text })) : kept;
    } catch {
      return this.empty;
    }
  }
}

function newId() {
  // randomUUID exists only on secure origins, and a school's test machine may not be one.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const wellFormed = text => text.toWellFormed?.() ?? text;
const pause = time => new Promise(done => setTimeout(done, time));

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }

  return made;
}
