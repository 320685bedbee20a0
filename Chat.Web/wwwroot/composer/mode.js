// Whether what is typed answers a message or changes one; shown above the field.
export class Mode {
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
    // What is changed are the words.
    this.bar.closest('form').classList.toggle('editing', Boolean(edits));
    this.bar.querySelector('[data-mode-title]').textContent = title;
    this.bar.querySelector('[data-mode-text]').textContent = text;
  }
}
