// The panel that any page can carry: a button in the corner that opens the conversation with the assistant. It is an element of
// its own, so that it is there before the page is live, stays when the page is not, and comes back when the page is drawn anew.
// What it shows lives in one Talk per document and person.

import { fit, sends, sendsByCtrl } from '../composer/field.js';
import { Uploads } from '../composer/uploads.js';
import { element } from '../elements.js';
import { pause } from '../pause.js';
import { makeCopyable } from '../prose.js';
import { message, older, waiting } from './bubbles.js';
import { Covering } from './covering.js';
import { Talk } from './talk.js';

const nearBottom = 64;

let talk;

class ChatPanel extends HTMLElement {
  connectedCallback() {
    // Whoever draws a live page puts an element in its place first and its content into it after that.
    queueMicrotask(() => { if (this.isConnected) { this.begin(); } });
  }

  begin() {
    this.texts = JSON.parse(this.dataset.texts);
    this.launcher = this.querySelector('[data-launcher]');
    this.window = this.querySelector('[data-window]');
    this.log = this.querySelector('[data-log]');
    this.field = this.querySelector('textarea');
    if (sendsByCtrl()) {
      this.field.enterKeyHint = 'enter';
    }

    this.follows = true;
    this.asking = null;
    this.gone = new AbortController();
    this.covering = new Covering(this, this.window);
    this.takeUpTalk();
    this.files = new Uploads(this.querySelector('form'), () => this.filesChanged());

    this.listen();
    this.field.value = talk.kept.read('draft') ?? '';
    if (talk.kept.read('open')) {
      this.open({ takesFocus: false });
    } else {
      talk.peek().catch(() => {});
    }

    this.draw();
  }

  // A document may outlive its person's session: what was theirs is not shown, kept or sent for the next one.
  takeUpTalk() {
    if (talk?.person !== this.dataset.actor) {
      talk?.end();
      talk = new Talk(this.dataset.actor);
    }
  }

  disconnectedCallback() {
    this.gone?.abort();
    this.covering?.hold(false);
    this.resizing?.disconnect();
  }

  listen() {
    const { signal } = this.gone;
    this.launcher.addEventListener('click', () => (this.isOpen ? this.close() : this.open()), { signal });
    this.querySelector('[data-shut]').addEventListener('click', () => this.close(), { signal });
    this.querySelector('[data-anew]').addEventListener('click', () => this.startAnew(), { signal });
    this.querySelector('form').addEventListener('submit', event => { event.preventDefault(); this.send(); this.field.focus(); }, { signal });
    this.addEventListener('keydown', event => this.pressed(event), { signal });
    this.addEventListener('click', event => this.clicked(event), { signal });
    this.field.addEventListener('input', () => this.typed(), { signal });
    this.files.listen(signal);
    this.log.addEventListener('scroll', () => { this.follows = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < nearBottom; }, { signal });
    // Whoever was at its end stays there when what is being written takes up more of the window.
    this.resizing = new ResizeObserver(() => this.follow());
    this.resizing.observe(this.log);
    talk.addEventListener('changed', () => this.draw(), { signal });
    talk.addEventListener('said', ({ detail }) => { if (!this.isOpen && detail.sender.role === 'bot') { talk.unread += 1; this.draw(); } }, { signal });
    talk.addEventListener('conversation', ({ detail }) => this.say('chatconversation', detail), { signal });
    document.addEventListener('visibilitychange', () => this.read(), { signal });
    window.addEventListener('resize', () => this.covering.hold(this.coversPage), { signal });
    // Escape shuts it, though the focus be nowhere.
    document.addEventListener('keydown', event => { if (this.coversPage && !this.contains(event.target)) { this.pressed(event); } }, { signal });
  }

  get isOpen() {
    return !this.window.hidden;
  }

  // On a phone it is all there is to see.
  get coversPage() {
    return this.isOpen && this.window.offsetWidth === document.documentElement.clientWidth;
  }

  async open({ takesFocus = true } = {}) {
    this.window.hidden = false;
    fit(this.field);
    this.covering.hold(this.coversPage);
    talk.kept.write('open', true);
    this.draw();
    if (takesFocus) {
      this.field.focus();
    }

    this.askForPrompts();
    for (let wait = 1_000; this.isOpen && !this.gone.signal.aborted; wait = Math.min(wait * 2, 15_000)) {
      try {
        await talk.open();
        break;
      } catch {
        talk.state = 'down';
        this.draw();
        await pause(wait);
      }
    }

    this.read();
  }

  close() {
    this.window.hidden = true;
    this.covering.hold(false);
    talk.kept.write('open', false);
    this.launcher.focus();
    this.draw();
  }

  // What is shown stays until there is another to show; pressed again meanwhile, it is begun once.
  async startAnew() {
    this.field.focus();
    if (talk.isFresh || this.isBeginning) {
      return;
    }

    this.isBeginning = true;
    try {
      await talk.startAnew();
      this.follows = true;
      this.tell('');
    } catch ({ detail }) {
      this.tell(detail || this.texts.anewFailed);
    }

    this.isBeginning = false;
    this.draw();
  }

  tell(problem) {
    const place = this.querySelector('[data-problem]');
    place.textContent = problem;
    place.hidden = !problem;
  }

  pressed(event) {
    if (event.key === 'Escape' && this.isOpen) {
      event.stopPropagation();
      this.close();
    } else if (event.target === this.field && sends(event) && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.send();
    }
  }

  clicked({ target }) {
    const entry = target.closest('[data-entry]')?.dataset.entry;
    const prompt = target.closest('[data-prompt]');
    if (target.closest('[data-retry]')) {
      talk.outgoing.retry(entry);
    } else if (target.closest('[data-drop]')) {
      talk.outgoing.remove(new Set([entry]));
    } else if (prompt) {
      talk.send(prompt.dataset.prompt);
      this.field.focus();
    } else if (this.coversPage && target.closest('a:not([target], [download])')) {
      // What the link leads to would come up behind it.
      this.close();
    }
  }

  typed() {
    this.tell('');
    talk.kept.write('draft', this.field.value);
    fit(this.field);
    if (this.field.value) {
      talk.tellTyping();
    }
  }

  send() {
    const text = this.field.value.trim();
    // What is still on its way goes along: it is sent as soon as that has come.
    this.isDue = this.files.isBusy;
    if (this.isDue || this.files.items.some(file => file.problem && !file.isRefused) || (!text && this.files.isEmpty)) {
      return;
    }

    talk.send(text, this.files.take().map(({ id, name }) => ({ id, name })));
    this.field.value = '';
    this.typed();
    this.follows = true;
    this.follow();
  }

  filesChanged() {
    fit(this.field);
    if (this.isDue && !this.files.isBusy) {
      this.send();
    }
  }

  read() {
    if (this.isOpen && !document.hidden) {
      talk.markRead();
      this.draw();
    }
  }

  // Opened again before they came, it waits for the same answer.
  askForPrompts() {
    this.asking ??= this.showPrompts().catch(() => { this.asking = null; });
  }

  async showPrompts() {
    const prompts = await talk.prompts();
    this.querySelector('[data-prompts]').replaceChildren(...prompts.map(prompt => {
      const button = element('button', 'button small', prompt.title);
      button.type = 'button';
      button.dataset.prompt = prompt.text;
      return element('li', '', button);
    }));
  }

  draw() {
    const { state } = talk;
    this.dataset.state = state;
    this.dataset.conversation = talk.id ?? '';
    const note = this.querySelector('[data-state-note]');
    if (note.textContent !== this.texts[state]) {
      note.textContent = this.texts[state];
    }

    this.launcher.setAttribute('aria-expanded', this.isOpen);
    this.launcher.setAttribute('aria-label', this.isOpen ? this.texts.shut : talk.unread ? this.texts.openUnread.replace('{0}', talk.unread) : this.texts.open);
    const unread = this.querySelector('[data-unread]');
    unread.hidden = this.isOpen || talk.unread === 0;
    unread.textContent = talk.unread;
    this.querySelector('[data-typing]').textContent = talk.typing ? this.texts[talk.typing === 'bot' ? 'typing' : 'typingSelf'] : '';
    this.querySelector('[data-prompts]').hidden = talk.messages.some(message => message.type === 'user') || talk.outbox.length > 0;
    this.drawMessages();
    this.say('chatstate', { state, conversation: talk.id, messages: talk.messages.length, waiting: talk.outbox.length, unread: talk.unread });
  }

  // What is there already stays: a list that is made anew would be read aloud anew.
  drawMessages() {
    const wanted = [...(talk.hasOlder ? [{ key: 'older', version: talk.chat, make: () => older(talk.chat, this.texts) }] : []),
      ...talk.messages.map(said => ({ key: said.client_message_id, version: JSON.stringify(said), make: () => message(said, this.texts, this.dataset) })),
      ...talk.outbox.map(entry => ({ key: entry.id, version: `${entry.state} ${entry.said}`, make: () => waiting(entry, this.texts) }))];
    const keys = new Set(wanted.map(({ key }) => key));
    [...this.log.children].filter(child => !keys.has(child.dataset.key)).forEach(child => child.remove());
    let grown = false;
    wanted.forEach(({ key, version, make }, i) => {
      const there = this.log.children[i];
      if (there?.dataset.key === key && there.version === version) {
        return;
      }

      const made = make();
      made.dataset.key = key;
      made.version = version;
      if (there?.dataset.key === key) {
        there.replaceWith(made);
      } else {
        this.log.insertBefore(made, there ?? null);
        grown = true;
      }
    });
    // What has another place now was made anew there.
    [...this.log.children].slice(wanted.length).forEach(left => left.remove());
    makeCopyable(this.log, this.texts);
    this.follow();
    if (grown && this.follows) {
      this.read();
    }
  }

  follow() {
    if (this.follows) {
      this.log.scrollTop = this.log.scrollHeight;
    }
  }

  // For the page that carries it, and for whoever listens on it.
  say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

// Shows what the panel is doing, for the page that tries it.
class ChatPanelFacts extends HTMLElement {
  connectedCallback() {
    this.gone = new AbortController();
    document.addEventListener('chatstate', ({ detail, target }) => this.show(detail, target), { signal: this.gone.signal });
  }

  disconnectedCallback() {
    this.gone.abort();
  }

  show(facts, panel) {
    for (const place of this.querySelectorAll('[data-fact]')) {
      const fact = facts[place.dataset.fact] ?? this.dataset.none;
      place.textContent = place.dataset.fact === 'state' ? panel.texts[fact] : fact;
    }
  }
}

customElements.define('chat-panel-facts', ChatPanelFacts);
customElements.define('chat-panel', ChatPanel);

// By these names document B looks for a fault from the browser's console.
window.chatBot = { isConnected: () => talk?.state === 'live', getConversationId: () => talk?.id ?? null };
