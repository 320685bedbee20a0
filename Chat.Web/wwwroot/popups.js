// Menus beside a button: placed where there is room, walked with the arrow keys, closed by Escape or a click elsewhere
// (the browser's own popover does that), with the focus given back.

export function openPopup(popup, anchor) {
  popup.anchorButton = anchor;
  if (!popup.matches(':popover-open')) {
    popup.showPopover();
  }

  place(popup, anchor);
  items(popup)[0]?.focus({ preventScroll: true });
}

function place(popup, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const below = at.bottom + 4;
  const above = at.top - height - 4;
  const top = below + height + 8 <= innerHeight ? below : above >= 8 ? above : Math.max(8, innerHeight - height - 8);
  const left = Math.min(Math.max(8, at.right - width), innerWidth - width - 8);
  popup.style.top = `${top}px`;
  popup.style.left = `${left}px`;
}

// A phone was turned, its keyboard went, or a window was made smaller: the menu stays beside its button, or goes with it.
window.addEventListener('resize', () => {
  const popup = document.querySelector('[data-popup]:popover-open');
  if (popup?.anchorButton?.checkVisibility()) {
    place(popup, popup.anchorButton);
  } else {
    popup?.hidePopover();
  }
});

const items = popup => [...popup.querySelectorAll('button:not(:disabled), a[href]')];

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]');
  const popup = opener && document.querySelector(`[data-popup="${CSS.escape(opener.dataset.opens)}"]`);
  if (popup) {
    openPopup(popup, opener);
  } else {
    event.target.closest('[popover] :is(button, a)')?.closest('[popover]').hidePopover();
  }
});

document.addEventListener('keydown', event => {
  const popup = event.target.closest?.('[data-popup]');
  if (!popup) {
    return;
  }

  const all = items(popup);
  const at = all.indexOf(document.activeElement);
  const next = {
    ArrowDown: all[(at + 1) % all.length],
    ArrowUp: all[(at - 1 + all.length) % all.length],
    ArrowRight: all[(at + 1) % all.length],
    ArrowLeft: all[(at - 1 + all.length) % all.length],
    Home: all[0],
    End: all.at(-1),
  }[event.key];
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Tab') {
    popup.hidePopover();
  }
});

// Toggle events do not bubble: they are caught on the way down.
document.addEventListener('toggle', event => {
  const popup = event.target;
  const back = popup.anchorButton;
  if (popup.matches?.('[data-popup]') && event.newState === 'closed' && back?.isConnected && (document.activeElement === document.body || popup.contains(document.activeElement))) {
    back.focus({ preventScroll: true });
  }
}, true);
