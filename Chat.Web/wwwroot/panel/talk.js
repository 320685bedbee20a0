// One person's conversation with the assistant: what was said, what is on its way, and by which way. Where a socket stands it
// says at once that something came, and takes what is sent; where none gets through, everything goes by plain requests and
// the conversation is asked for every few seconds. What came is read in one and the same way.

import { api } from '../api.js';
import { newId } from '../composer/keeping.js';
import { pause } from '../pause.js';
import { Kept } from './kept.js';
import { Line } from './line.js';
import { Outgoing } from './outgoing.js';

const askEvery = 2_500;
const answerWithin = 5_000;
const typingFor = 5_000;
const tellTypingEvery = 3_000;

// What the school says where the same thing may well be taken a moment later: too much at once, or nothing can be written
// just now, or it failed itself.
const passing = ['too_many_requests', 'storage_unavailable', 'server_error'];

export class Talk extends EventTarget {
  id = null;
  messages = [];
  unread = 0;
  typing = null;
  // unopened, connecting, live, slow (by requests) or down.
  state = 'unopened';
  #line = null;
  #opening = null;
  #tabs = null;
  #toldTyping = -Infinity;
  #acknowledged = new Map();

  // `person` is the number of whose talk it is.
  constructor(person) {
    super();
    this.person = person;
    this.kept = new Kept(person);
    this.outgoing = new Outgoing({ kept: this.kept, deliver: entry => this.#deliver(entry), changed: () => this.#changed() });
    this.#tabs = new BroadcastChannel(`chat.panel.${person}`);
    this.#tabs.addEventListener('message', ({ data }) => this.#heardOfTab(data));
  }

  get outbox() {
    return this.outgoing.entries;
  }

  // How much there is to read, without beginning anything.
  async peek() {
    const newest = await this.#newest();
    this.unread = newest?.unread_count ?? 0;
    this.#changed();
  }

  // Goes on with the newest conversation, or begins one. Two who ask at once, as when a page is drawn anew, are given the same.
  open() {
    this.#be(this.state === 'unopened' ? 'connecting' : this.state);
    this.#opening ??= this.#begin().catch(problem => { this.#opening = null; throw problem; });
    return this.#opening;
  }

  // Somebody else is here now: nothing more is asked, heard or sent for this one.
  end() {
    this.isOver = true;
    this.outgoing.end();
    this.#line?.close();
    clearInterval(this.asking);
    this.#tabs.close();
  }

  // Nobody has said anything in it yet, or it is still being looked for: there is nothing to leave.
  get isFresh() {
    return !this.outbox.length && this.messages.every(message => message.type === 'bot');
  }

  // One's other tabs come along: two that show different talks would each look as if the other had lost what was said.
  async startAnew() {
    const begun = await read(await this.#api('/api/chat/conversations/', { json: { client_id: newId() } }));
    this.#tabs.postMessage({ begun });
    this.#goTo(begun);
  }

  send(text, attachments = []) {
    this.#tabs.postMessage({ typing: false });
    this.outgoing.add(this.id, text, attachments);
  }

  tellTyping() {
    if (performance.now() - this.#toldTyping > tellTypingEvery) {
      this.#toldTyping = performance.now();
      this.#line?.send({ type: 'typing', is_typing: true });
      this.#tabs.postMessage({ typing: true });
    }
  }

  async markRead() {
    const newest = this.messages.at(-1);
    this.unread = 0;
    if (newest?.type === 'bot' && newest.id !== this.readUpTo) {
      this.readUpTo = newest.id;
      this.#tabs.postMessage({ read: true });
      if (!this.#line?.send({ type: 'read', seq: newest.seq })) {
        await this.#api(`/api/chat/messages/${newest.id}/read/`, { method: 'POST' }).catch(() => {});
      }
    }
  }

  prompts() {
    return this.#api('/api/bot-prompts/').then(read);
  }

  async catchUp() {
    const { id } = this;
    try {
      const { next, results } = await read(await this.#api(`/api/chat/conversations/${id}/messages/?limit=50`));
      if (id !== this.id) {
        return;
      }

      // The first page says whether there is more before it; what comes later adds to its end.
      this.hasOlder = this.messages.length ? this.hasOlder : Boolean(next);
      const known = new Map(this.messages.map(message => [message.id, message]));
      results.forEach(message => known.set(message.id, message));
      this.messages = [...known.values()].sort((a, b) => a.seq - b.seq);
      this.outgoing.remove(new Set(results.map(message => message.client_message_id)));
      if (this.messages.at(-1)?.type === 'bot') {
        this.typing = this.typing === 'bot' ? null : this.typing;
      }

      this.#be(this.#line?.isUp ? 'live' : 'slow');
    } catch {
      this.#be(this.#line?.isUp ? 'live' : 'down');
    }

    this.#changed();
  }

  // Each message goes under a name of its own, so that sending it again is safe.
  async #deliver(entry) {
    const bySocket = await this.#deliverBySocket(entry);
    if (bySocket !== undefined) {
      return bySocket;
    }

    try {
      const answer = await this.#api('/api/user-response/', {
        json: { message: entry.text, conversation_id: entry.conversation, client_message_id: entry.id, attachment_ids: entry.attachments },
      });
      if (answer.ok && entry.conversation !== this.id) {
        // It was said in the one before, which is not looked at any more.
        this.outgoing.remove(new Set([entry.id]));
      } else if (answer.ok) {
        await this.catchUp();
      } else {
        return judged(await answer.json());
      }
    } catch {
      // Nobody answers this: whether anybody answers at all, reading tells.
      await this.catchUp();
    }

    return {};
  }

  // Nothing where no line stands or no answer came: then it goes the other way, under the same name.
  async #deliverBySocket(entry) {
    if (entry.conversation !== this.id || !this.#line?.isUp) {
      return undefined;
    }

    const answered = new Promise(resolve => this.#acknowledged.set(entry.id, resolve));
    this.#line.send({ type: 'message', text: entry.text, client_message_id: entry.id, attachment_ids: entry.attachments });
    const outcome = await Promise.race([answered, pause(answerWithin)]);
    this.#acknowledged.delete(entry.id);
    if (outcome?.isStored) {
      await this.catchUp();
    }

    return outcome;
  }

  async #begin() {
    this.#takeUp(await this.#find());
  }

  async #find() {
    return await this.#newest() ?? read(await this.#api('/api/chat/conversations/', { json: {} }));
  }

  // What was shown is not there any more, or not for this person: they go on with the newest there is.
  async #moveOn() {
    const { id } = this;
    const found = await this.#find().catch(() => null);
    if (found && found.id !== id && id === this.id) {
      this.#goTo(found);
    } else {
      await this.catchUp();
    }
  }

  #goTo(begun) {
    this.#line?.close();
    this.#lost();
    this.messages = [];
    this.#takeUp(begun);
  }

  async #newest() {
    return (await read(await this.#api('/api/chat/conversations/?limit=1'))).results[0];
  }

  #takeUp({ id, chat_id: chat }) {
    if (this.isOver) {
      return;
    }

    this.id = id;
    this.chat = chat;
    this.#line = new Line(id, this.person);
    this.#line.addEventListener('up', () => { this.#be('live'); this.catchUp(); });
    this.#line.addEventListener('down', () => this.#lost());
    this.#line.addEventListener('frame', ({ detail }) => this.#heard(detail));
    this.dispatchEvent(new CustomEvent('conversation', { detail: id }));
    this.catchUp();
    this.outgoing.belongTo(id);
    clearInterval(this.asking);
    this.asking = setInterval(() => this.#ask(), askEvery);
  }

  // On a line that is slow to answer, or silent, nobody asks again before they were answered.
  async #ask() {
    if (!this.#line.isUp && !document.hidden && !this.isAsking) {
      this.isAsking = true;
      await (this.#line.isWanted ? this.catchUp() : this.#moveOn());
      this.isAsking = false;
    }
  }

  #heard(frame) {
    if (frame.type === 'message') {
      this.#acknowledged.get(frame.message.client_message_id)?.({ isStored: true });
      this.#shows(null);
      this.catchUp();
      this.dispatchEvent(new CustomEvent('said', { detail: frame.message }));
    } else if (frame.type === 'message_updated' || frame.type === 'reset') {
      this.catchUp();
    } else if (frame.type === 'read' && String(frame.user_id) === this.person) {
      this.#forgetUnread();
    } else if (frame.type === 'typing') {
      this.#shows(frame.is_typing ? 'bot' : null);
    } else if (frame.type === 'error' && frame.client_message_id) {
      this.#acknowledged.get(frame.client_message_id)?.(judged(frame));
    }
  }

  #api(path, options) {
    return api(path, { ...options, person: this.person });
  }

  // One's own other tab is nobody to the school: what is done there is told here.
  #heardOfTab({ typing, begun, read: isRead }) {
    if (isRead) {
      this.#forgetUnread();
    } else if (begun && this.id) {
      this.#goTo(begun);
    } else if (typing !== undefined) {
      this.#shows(typing ? 'self' : null);
    }
  }

  // One has read it elsewhere.
  #forgetUnread() {
    this.unread = 0;
    this.#changed();
  }

  #shows(who) {
    this.typing = who;
    clearTimeout(this.forgetting);
    this.forgetting = who && setTimeout(() => this.#shows(null), typingFor);
    this.#changed();
  }

  // Until it is known whether the other way goes.
  #lost() {
    this.#be(this.state === 'live' ? 'connecting' : this.state);
  }

  #be(state) {
    if (this.state !== state) {
      const isBack = state === 'live' || this.state === 'down';
      this.state = state;
      this.#changed();
      if (isBack) {
        this.outgoing.goOn();
      }
    }
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}

async function read(answer) {
  if (!answer.ok) {
    // With the sentence that says why, where there is one.
    const { detail } = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(`${answer.status}`), { detail });
  }

  return answer.json();
}

// What is to come of something that was not taken, whichever way it went: the sentence says why.
const judged = ({ code, detail }) => (passing.includes(code) ? { wait: detail } : { refused: detail });
