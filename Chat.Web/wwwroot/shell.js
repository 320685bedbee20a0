// Starts the live connection, and brings a page back by itself after the network or the server was away.

import './popups.js';
import './typing.js';

const firstPause = 1_000;
const longestPause = 8_000;

// What the framework tells of the line. It is dialled again at growing pauses, and at once when the device is back
// online, the page is looked at again or somebody presses "now".
class Line {
  onConnectionDown() {
    if (!this.isDown) {
      this.isDown = true;
      this.pause = firstPause;
      this.say();
      this.dial();
    }
  }

  onConnectionUp() {
    this.isDown = false;
    clearInterval(this.ticking);
    banner().hidden = true;
    // For whoever has something waiting for it.
    document.dispatchEvent(new Event('chatlineup'));
  }

  async dial() {
    if (this.dialling || !this.isDown) {
      return;
    }

    this.dialling = true;
    clearInterval(this.ticking);
    this.say();
    try {
      if (!(await Blazor.reconnect())) {
        // The server is there and does not know this page any more. Loading it again is what a person would do;
        // drafts and what was on its way are kept by the composer, so nothing is lost by it.
        location.reload();
        return;
      }
    } catch {
      this.wait();
    }

    this.dialling = false;
  }

  wait() {
    let left = Math.round(this.pause / 1_000);
    this.pause = Math.min(this.pause * 2, longestPause);
    this.say(left);
    this.ticking = setInterval(() => {
      left -= 1;
      if (left > 0) {
        this.say(left);
      } else {
        this.dial();
      }
    }, 1_000);
  }

  // "Updating" is said by the server before it goes; the banner then says so until the page is back.
  say(seconds) {
    const { hidden, dataset } = banner();
    const words = banner().querySelector('[data-try]');
    words.textContent = seconds ? dataset.again.replace('{0}', seconds) : dataset.trying;
    if (hidden) {
      banner().hidden = false;
    }
  }
}

const banner = () => document.querySelector('.connection');
const line = new Line();

// A line that was cut without a word looks open: a server that says nothing for so long is gone. It says something three
// times as often.
const silentFor = 15_000;

// Dialled into the same silence, a request would be waited for much longer still.
Blazor.start({
  circuit: {
    reconnectionHandler: line,
    configureSignalR: builder => builder.withUrl('_blazor', { timeout: silentFor }).withServerTimeout(silentFor),
  },
});

// A cut cable is noticed by the device long before the connection itself gives up waiting.
window.addEventListener('offline', () => { if (banner()) { line.say(); } });
window.addEventListener('online', () => { if (line.isDown) { line.dial(); } else if (banner()) { banner().hidden = true; } });
document.addEventListener('visibilitychange', () => { if (!document.hidden) { line.dial(); } });

document.addEventListener('click', event => {
  if (event.target.closest('[data-retry]')) {
    line.dial();
  } else if (!event.target.closest('.user-menu')) {
    document.querySelector('.user-menu[open]')?.removeAttribute('open');
  }
});

document.addEventListener('keydown', event => {
  const menu = document.querySelector('.user-menu[open]');
  if (event.key === 'Escape' && menu) {
    menu.removeAttribute('open');
    menu.querySelector('summary').focus();
  }
});

// A shared computer keeps nobody's drafts once they have signed out.
document.addEventListener('submit', event => {
  if (event.target.matches('[data-signs-out]')) {
    forget(localStorage, 'chat.');
    forget(sessionStorage, 'chat.panel.');
  }
});

function forget(place, prefix) {
  Object.keys(place).filter(key => key.startsWith(prefix)).forEach(key => place.removeItem(key));
}

// F6 goes round the regions of the page: the list, the messages, the composer.
document.addEventListener('keydown', event => {
  if (event.key !== 'F6' || document.querySelector('dialog[open]')) {
    return;
  }

  event.preventDefault();
  const regions = [...document.querySelectorAll('[data-region]')].filter(region => region.offsetParent !== null && !region.querySelector('[data-region]'));
  const at = regions.findLastIndex(region => region.contains(document.activeElement));
  const next = regions.at((at + (event.shiftKey ? -1 : 1) + regions.length) % regions.length);
  const first = ['textarea', '.message[tabindex="0"]', '[aria-current="page"]', 'a[href], button'].map(part => next?.querySelector(part)).find(Boolean);
  first?.focus();
});

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !document.querySelector('dialog[open]')) {
    const opener = document.querySelector('[data-switcher]');
    if (opener) {
      event.preventDefault();
      opener.click();
    }
  }
});

// What the keys do is told by "?" where nothing is typed, unless that was switched off, and by Ctrl+/ anywhere. The key is
// known by its place too: on a Russian keyboard it says something else.
document.addEventListener('keydown', event => {
  const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
  const isAsked = event.key === '?' && !event.ctrlKey && !event.altKey && !event.metaKey && !isTyping && document.documentElement.dataset.singleKeys !== 'off';
  const isCalled = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && (event.key === '/' || event.code === 'Slash');
  const opener = document.querySelector('[data-shortcuts]');
  if ((isAsked || isCalled) && opener && !document.querySelector('dialog[open]')) {
    event.preventDefault();
    opener.click();
  }
});

document.addEventListener('click', event => {
  if (event.target.closest('[data-opens-switcher]')) {
    document.querySelector('[data-switcher]')?.click();
  }

  const menu = event.target.closest('[data-opens-shortcuts]')?.closest('.user-menu');
  if (menu) {
    // The dialog gives the focus back to where it was: that must still be there.
    menu.removeAttribute('open');
    menu.querySelector('summary').focus();
    document.querySelector('[data-shortcuts]')?.click();
  }
});

// How much is unread stands in the tab's title and on its sign, wherever one is in the product.
const plainTitle = /^\(\d+\+?\) /;

function markTab() {
  const unread = Number(document.querySelector('[data-unread-total]')?.dataset.unreadTotal ?? 0);
  const title = document.title.replace(plainTitle, '');
  const wanted = unread > 0 ? `(${unread}) ${title}` : title;
  if (document.title !== wanted) {
    document.title = wanted;
  }

  const sign = document.querySelector('link[rel="icon"]');
  sign.dataset.plain ??= sign.getAttribute('href');
  const picture = unread > 0 ? sign.dataset.unread : sign.dataset.plain;
  if (sign.getAttribute('href') !== picture) {
    sign.setAttribute('href', picture);
  }
}

if (document.querySelector('[data-unread-total]')) {
  markTab();
  new MutationObserver(markTab).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributeFilter: ['data-unread-total'] });
}

// Nobody has more live pages than they may: this one is told why it stays as it came, until there is room for it.
new PerformanceObserver(list => {
  if (list.getEntries().some(({ name, responseStatus }) => name.includes('/_blazor') && responseStatus === 503)) {
    const alert = document.getElementById('blazor-error-ui');
    const words = alert.querySelector('span');
    alert.dataset.plain ??= words.textContent;
    words.textContent = alert.dataset.tooMany;
    alert.style.display = 'flex';
    document.addEventListener('chatlineup', () => {
      words.textContent = alert.dataset.plain;
      alert.style.display = '';
    }, { once: true });
  }
}).observe({ type: 'resource', buffered: true });

// Where sockets are blocked, the framework asks the server again and again instead. That is a little slower and nothing else;
// who has read it need not read it again while this tab is open.
const detour = new PerformanceObserver(list => {
  if (list.getEntries().some(({ name }) => /\/_blazor\?id=[^&]+&_=/.test(name))) {
    detour.disconnect();
    document.documentElement.toggleAttribute('data-detour', !sessionStorage.getItem('chat.detour'));
  }
});
detour.observe({ type: 'resource', buffered: true });

document.addEventListener('click', event => {
  if (event.target.closest('[data-seen]')) {
    sessionStorage.setItem('chat.detour', 'seen');
    document.documentElement.removeAttribute('data-detour');
  }
});
