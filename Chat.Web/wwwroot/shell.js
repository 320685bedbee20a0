// Starts the live connection, and brings a page back by itself after the server was away.

const banner = () => document.getElementById('components-reconnect-modal');

Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: 100_000,
      retryIntervalMilliseconds: attempts => (attempts === 0 ? 0 : Math.min(500 * attempts, 5_000)),
    },
  },
});

// A server that came back does not know this page any more ("rejected"): loading it again is what a person would do.
// Drafts and what was on its way are kept by the composer, so nothing is lost by it.
new MutationObserver(() => {
  const classes = banner()?.classList;
  if (classes?.contains('components-reconnect-rejected') || classes?.contains('components-reconnect-failed')) {
    location.reload();
  }
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['class'] });

document.addEventListener('click', event => {
  if (event.target.closest('[data-retry]')) {
    Blazor.reconnect();
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
document.addEventListener('submit', () => {
  if (location.pathname === '/sign-out') {
    Object.keys(localStorage).filter(key => key.startsWith('chat.')).forEach(key => localStorage.removeItem(key));
  }
});
