// The pictures of a thread, one at a time over everything else. It is the browser's own dialog: the focus stays in it,
// Escape closes it, and the focus returns to the picture one came from.

// How far a finger goes sideways, in CSS pixels, to turn to the next one.
const swipe = 48;

export class Lightbox {
  constructor(dialog, scroller, signal) {
    Object.assign(this, { dialog, scroller });
    this.picture = dialog.querySelector('[data-shown]');
    this.name = dialog.querySelector('[data-name]');
    this.count = dialog.querySelector('[data-count]');
    this.download = dialog.querySelector('[data-download]');
    this.stage = dialog.querySelector('[data-stage]');
    this.previous = dialog.querySelector('[data-previous]');
    this.next = dialog.querySelector('[data-next]');

    scroller.addEventListener('click', event => this.clicked(event), { signal });
    dialog.addEventListener('keydown', event => this.pressed(event), { signal });
    dialog.addEventListener('close', () => { this.picture.removeAttribute('src'); }, { signal });
    dialog.addEventListener('click', event => {
      if (event.target === dialog || event.target === this.stage || event.target.closest('[data-close]')) {
        dialog.close();
      }
    }, { signal });
    this.stage.addEventListener('pointerdown', event => { this.from = event.clientX; }, { signal });
    this.stage.addEventListener('pointerup', event => this.swiped(event), { signal });
    this.previous.addEventListener('click', () => this.go(-1), { signal });
    this.next.addEventListener('click', () => this.go(1), { signal });
  }

  clicked(event) {
    const link = event.target.closest('[data-picture]');
    // With a key held down it is an ordinary link, and opens where such a link opens.
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.show(link);
      this.dialog.showModal();
      this.dialog.querySelector('[data-close]').focus();
    }
  }

  pressed(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      this.go(step);
    }
  }

  swiped({ pointerType, clientX, isPrimary }) {
    const way = clientX - this.from;
    if (pointerType === 'touch' && isPrimary && Math.abs(way) > swipe) {
      this.go(way < 0 ? 1 : -1);
    }
  }

  go(step) {
    const next = this.all()[this.all().indexOf(this.link) + step];
    if (next) {
      this.show(next);
    }
  }

  show(link) {
    this.link = link;
    const links = this.all();
    const at = links.indexOf(link);
    const name = link.querySelector('img').alt;
    this.picture.src = link.href;
    this.picture.alt = this.name.textContent = this.download.download = name;
    this.download.href = link.href;
    this.count.textContent = this.dialog.dataset.count.replace('{0}', at + 1).replace('{1}', links.length);
    this.count.hidden = this.previous.hidden = this.next.hidden = links.length === 1;
    // Not disabled: the focus may be on one of them, and the keys go on working.
    this.previous.setAttribute('aria-disabled', at === 0);
    this.next.setAttribute('aria-disabled', at === links.length - 1);
  }

  all() {
    return [...this.scroller.querySelectorAll('[data-picture]')];
  }
}
