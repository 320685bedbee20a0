// While the panel is all there is to see, it is all there is to reach: what is behind it is inert, by keys and for whoever
// has the page read aloud.

export class Covering {
  #behind = [];

  constructor(panel, window) {
    Object.assign(this, { panel, window });
  }

  // Asked again whenever the panel opens, shuts or becomes another size.
  hold(covers) {
    if (covers === this.window.hasAttribute('aria-modal')) {
      return;
    }

    if (covers) {
      this.window.setAttribute('aria-modal', 'true');
    } else {
      this.window.removeAttribute('aria-modal');
    }

    this.#behind.forEach(element => { element.inert = false; });
    this.#behind = covers ? [...beside(this.panel)].filter(element => !element.inert) : [];
    this.#behind.forEach(element => { element.inert = true; });
  }
}

function* beside(element) {
  for (let inner = element; inner.parentElement && inner !== document.body; inner = inner.parentElement) {
    yield* [...inner.parentElement.children].filter(other => other !== inner);
  }
}
