// The files that go with what is being written: picked, dropped or pasted, shown as chips, kept with the draft.

import { newId } from './keeping.js';
import { Upload } from './upload.js';

export class Uploads {
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.input = form.querySelector('[data-files-input]');
    this.list = form.querySelector('[data-files]');
    this.texts = this.list.dataset;
    this.items = [];
    this.elsewhere = [];
  }

  listen(signal) {
    const thread = this.form.closest('.thread, .panel-window');
    const carriesFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files');
    this.input.addEventListener('change', () => { this.add(this.input.files); this.input.value = ''; }, { signal });
    this.form.addEventListener('paste', event => {
      if (event.clipboardData?.files.length && !isPictureOfText(event.clipboardData)) {
        event.preventDefault();
        this.add(event.clipboardData.files);
      }
    }, { signal });
    // Dropped beside the thread, a file would be opened by the browser in the page's stead.
    ['dragover', 'drop'].forEach(name => document.addEventListener(name, event => {
      if (carriesFiles(event)) {
        event.preventDefault();
      }
    }, { signal }));
    thread.addEventListener('dragover', event => {
      if (carriesFiles(event)) {
        thread.classList.add('dropping');
      }
    }, { signal });
    thread.addEventListener('dragleave', event => {
      if (!thread.contains(event.relatedTarget)) {
        thread.classList.remove('dropping');
      }
    }, { signal });
    thread.addEventListener('drop', event => {
      if (carriesFiles(event)) {
        thread.classList.remove('dropping');
        this.add(event.dataTransfer.files);
        this.form.querySelector('textarea').focus();
      }
    }, { signal });
  }

  get isEmpty() {
    return !this.items.some(item => !item.isRefused);
  }

  get isBusy() {
    return this.items.some(item => item.isBusy);
  }

  // More than a message carries are told of in one breath.
  add(files) {
    const tooMany = [];
    for (const file of files) {
      const refusal = this.refusalOf(file);
      if (!refusal && this.isFull) {
        tooMany.push(file);
        continue;
      }

      const upload = this.put(this.uploadOf(file));
      if (refusal) {
        upload.refuse(refusal);
      } else {
        upload.start();
      }
    }

    if (tooMany.length) {
      const [first, ...others] = tooMany;
      this.put(this.uploadOf(first, others.length ? `${first.name} +${others.length}` : first.name)).refuse(this.texts.tooMany);
    }

    this.changed();
  }

  uploadOf(file, name = file.name) {
    return new Upload({ key: newId(), name, size: file.size }, file, this.texts);
  }

  get isFull() {
    return this.items.filter(item => !item.isRefused).length >= Number(this.texts.maxFiles);
  }

  // Said at once what the server would say after the whole way.
  refusalOf(file) {
    const ending = /\.[^.]+$/.exec(file.name)?.[0].toLowerCase() ?? '';
    return file.size > Number(this.texts.maxBytes) ? this.texts.tooLarge
      : !this.input.accept.split(',').includes(ending) ? this.texts.wrongKind
      : file.size === 0 ? this.texts.empty
      : null;
  }

  // What a draft has kept, in this tab or, if it is not ours, in another, which may be uploading what is not known here.
  // What is lost is answered.
  restore(kept, { isOurs }) {
    const files = kept.map(one => this.adopt(one));
    // Another tab, which knows nothing of what this one is uploading, does not take it away.
    const own = this.items.filter(item => !item.id && !files.includes(item));
    this.items = [];
    this.list.replaceChildren();
    [...files.filter(Boolean), ...own].forEach(file => this.put(file));
    this.show();
    const unknown = kept.filter((_, i) => !files[i]);
    this.elsewhere = isOurs ? [] : unknown;
    return isOurs ? unknown : [];
  }

  // What was kept for too long, on this device, is kept by the server no longer. Answers what of it is gone.
  async findGone(files) {
    const answers = await Promise.all(files.map(file => fetch(`/api/attachments/${file.id}/`, { method: 'HEAD' }).catch(() => null)));
    return files.filter((_, i) => answers[i]?.status === 404);
  }

  adopt(kept) {
    const upload = Upload.known(kept.key) ?? (kept.id ? new Upload(kept, null, this.texts) : null);
    if (upload) {
      upload.changed = this.changed;
    }

    return upload;
  }

  put(upload) {
    upload.changed = this.changed;
    upload.removed = () => {
      this.items = this.items.filter(item => item !== upload);
      this.show();
    };
    this.items.push(upload);
    this.list.append(upload.chip);
    this.show();
    return upload;
  }

  // They go with a message from here on; what was refused goes nowhere.
  take() {
    const taken = this.items.filter(item => !item.isRefused);
    this.items = [];
    this.list.replaceChildren();
    this.show();
    return taken;
  }

  kept() {
    return [...this.items.filter(item => !item.isRefused).map(item => item.kept()), ...this.elsewhere];
  }

  lostText(lost) {
    return this.texts.lost.replace('{0}', lost.map(one => one.name).join(', '));
  }

  show() {
    this.list.hidden = this.items.length === 0;
    this.form.classList.toggle('has-files', this.items.length > 0);
  }
}

// Cells and paragraphs bring a picture of themselves along; a file has at most its name for a text.
const isPictureOfText = pasted => Boolean(pasted.getData('text/plain').trim() && pasted.getData('text/html'));
