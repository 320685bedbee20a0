// The socket of one conversation, kept open as long as somebody wants it. It says when it stands and when it does not, and
// dials again by itself at growing pauses. Whoever uses it has another way for the time in between.

import { api } from '../api.js';

const firstPause = 1_000;
const longestPause = 15_000;
const openWithin = 5_000;
const pingEvery = 5_000;
const silentFor = 12_000;

// What the school says when dialling again would not help: not a reader, no such conversation.
const forGood = [4403, 4404];

export class Line extends EventTarget {
  #socket = null;
  #pause = firstPause;
  #waiting = null;
  #dialling = false;
  #heardAt = 0;

  constructor(conversation, person) {
    super();
    this.conversation = conversation;
    this.person = person;
    this.isWanted = true;
    this.isUp = false;
    this.hearOfNetwork = () => this.dialNow();
    window.addEventListener('online', this.hearOfNetwork);
    document.addEventListener('visibilitychange', this.hearOfNetwork);
    this.#dial();
  }

  // True if it went out; what becomes of it, a frame says.
  send(frame) {
    if (!this.isUp) {
      return false;
    }

    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  // The network is back or somebody looks again: there may be no need to wait any longer.
  dialNow() {
    if (this.isWanted && !this.#socket && !document.hidden) {
      this.#pause = firstPause;
      this.#dial();
    }
  }

  // Whoever hangs up hears nothing more of it, however long the network takes over it.
  close() {
    this.isWanted = false;
    this.isUp = false;
    clearTimeout(this.#waiting);
    window.removeEventListener('online', this.hearOfNetwork);
    document.removeEventListener('visibilitychange', this.hearOfNetwork);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  async #dial() {
    clearTimeout(this.#waiting);
    if (this.#dialling) {
      return;
    }

    this.#dialling = true;
    try {
      const answer = await api('/api/auth/ws-ticket/', { method: 'POST', person: this.person });
      if (!answer.ok) {
        throw new Error(`${answer.status}`);
      }

      const { ticket } = await answer.json();
      if (this.isWanted) {
        this.#open(ticket);
      }
    } catch {
      this.#dialLater();
    } finally {
      this.#dialling = false;
    }
  }

  #open(ticket) {
    const address = new URL(`/ws/chat/${this.conversation}/?ticket=${ticket}`, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = this.#socket = new WebSocket(address);
    const tooLong = setTimeout(() => socket.close(), openWithin);
    const watching = setInterval(() => this.#watch(socket), pingEvery);
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket !== socket) {
        return;
      }

      this.#heardAt = performance.now();
      const frame = JSON.parse(data);
      if (frame.type === 'connected') {
        clearTimeout(tooLong);
        this.#pause = firstPause;
        this.#up();
      }

      debug('<', frame.type);
      this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
    });
    socket.addEventListener('close', ({ code }) => {
      clearTimeout(tooLong);
      clearInterval(watching);
      debug('closed', code);
      if (this.#socket === socket) {
        this.#socket = null;
        this.isWanted = !forGood.includes(code);
        this.#down();
        this.#dialLater();
      }
    });
  }

  // A line that was cut without a word looks open: whoever is asked and says nothing is gone.
  #watch(socket) {
    if (performance.now() - this.#heardAt > silentFor) {
      socket.close();
      // Closing a dead line may take as long as the network thinks it might wake up.
      if (this.#socket === socket) {
        this.#socket = null;
        this.#down();
        this.#dialLater();
      }
    } else if (socket.readyState === WebSocket.OPEN) {
      socket.send('{"type":"ping"}');
    }
  }

  #dialLater() {
    if (this.isWanted && !this.#socket) {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#dial(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, longestPause);
    }
  }

  #up() {
    this.isUp = true;
    this.dispatchEvent(new Event('up'));
  }

  #down() {
    this.isUp = false;
    this.dispatchEvent(new Event('down'));
  }
}

// For whoever looks for a fault: localStorage.setItem('debug', 'websocket'). Kinds of frames only, never what they say.
function debug(...said) {
  if (localStorage.getItem('debug') === 'websocket') {
    console.debug('[chat]', ...said);
  }
}
