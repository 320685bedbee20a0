// The composer: what a person types lives here, in the browser, until the server has stored it. The draft and whatever
// is on its way are kept in local storage, so that a reload, another chat or a restarted server takes nothing away.
// Every message carries an id made here; sending it again is therefore always safe.

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
    this.closed = new AbortController();
    this.typedAt = -Infinity;

    this.restore();
    this.listen();
    this.outbox.entries().forEach(entry => { this.show(entry); if (entry.reply) { this.askForQuote(entry.reply.seq); } });
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
  }

  close() {
    this.closed.abort();
  }

  restore() {
    const { text, reply } = this.draft.read();
    this.field.value = text;
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

  keep() {
    this.draft.write({ text: this.field.value, reply: this.mode.replies });
  }

  stored(event) {
    if (event.key === this.draft.key && !this.mode.edits) {
      this.mode.leave();
      this.restore();
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
    if (this.hasUnsavedEdit) {
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
    if (!text) {
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
    const entry = this.outbox.add(text, this.mode.replies);
    const preview = this.mode.preview;
    this.mode.leave();
    this.field.value = '';
    this.keep();
    this.typedAt = -Infinity;
    this.fit();
    this.show(entry, preview);
    this.pump();
  }

  // One at a time, in the order they were written.
  async pump() {
    if (this.pumping) {
      return;
    }

    this.pumping = true;
    while (!this.closed.signal.aborted) {
      const entry = this.outbox.entries().find(e => !this.bubble(e.id)?.classList.contains('failed'));
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
        this.dotnet.invokeMethodAsync('SendAsync', entry.id, entry.text, entry.reply?.seq ?? null),
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
    const bubble = this.bubble(entry.id);
    if (!bubble) {
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
    bubble.classList.remove('failed');
    bubble.querySelector('.bubble-state').replaceChildren(this.texts.sending);
    this.pump();
  }

  drop(entry) {
    this.outbox.remove(entry.id);
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

// Offers names after an @. The field keeps the focus; which name is meant is told to it.
class People {
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

// Whether what is typed answers a message or changes one; shown above the field.
class Mode {
  constructor(bar, texts) {
    Object.assign(this, { bar, texts });
    this.cancel = bar.querySelector('[data-mode-cancel]');
    this.replies = this.edits = null;
  }

  get isOn() {
    return Boolean(this.replies ?? this.edits);
  }

  reply(message) {
    this.set(message, null, this.texts.replyingTo.replace('{0}', message.author), '');
  }

  quote(preview) {
    this.bar.querySelector('[data-mode-text]').textContent = preview;
  }

  get preview() {
    return this.bar.querySelector('[data-mode-text]').textContent;
  }

  edit(message) {
    this.set(null, message, this.texts.editing, message.text);
  }

  leave() {
    this.set(null, null, '', '');
  }

  set(replies, edits, title, text) {
    Object.assign(this, { replies, edits });
    this.bar.hidden = !this.isOn;
    this.bar.querySelector('[data-mode-title]').textContent = title;
    this.bar.querySelector('[data-mode-text]').textContent = text;
  }
}

// What is being written. A browser that keeps nothing still lets one write.
class Draft {
  constructor(key) {
    this.key = key;
  }

  read() {
    const { text, reply } = load(this.key) ?? {};
    return { text: text ?? '', reply: reply ?? null };
  }

  write(draft) {
    store(this.key, draft.text || draft.reply ? draft : null);
  }
}

// What is on its way, oldest first. Each has a key of its own, so that two tabs never write over each other; should both
// send the same message, its id makes it one.
class Outbox {
  constructor(prefix) {
    this.prefix = prefix;
    this.kept = new Map(this.stored().map(entry => [entry.id, entry]));
  }

  entries() {
    return [...this.kept.values()].sort((one, other) => one.at - other.at);
  }

  has(id) {
    return this.kept.has(id);
  }

  add(text, reply) {
    const entry = { id: newId(), text, reply, at: performance.timeOrigin + performance.now() };
    this.kept.set(entry.id, entry);
    store(this.prefix + entry.id, entry);
    return entry;
  }

  remove(id) {
    this.kept.delete(id);
    store(this.prefix + id, null);
  }

  stored() {
    try {
      return Object.keys(localStorage).filter(key => key.startsWith(this.prefix)).map(load).filter(Boolean);
    } catch {
      return [];
    }
  }
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    if (value) {
      localStorage.setItem(key, JSON.stringify(value));
    } else {
      localStorage.removeItem(key);
    }
  } catch {
    // Storage is full or forbidden: what is written stays in the page.
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
