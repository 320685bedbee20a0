// Code in a text can be taken along: each block of it gets a button. Markup of texts is the same in every language, so the
// button's words come from the page.

const saidFor = 2_000;

export function makeCopyable(root, texts) {
  for (const block of root.querySelectorAll('.prose pre:not(:has(> .copy))')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    // In a list that is walked by key it is one more thing to stop at; the message's own menu copies as well.
    button.tabIndex = -1;
    button.setAttribute('aria-label', texts.copyCode);
    button.title = texts.copyCode;
    button.addEventListener('click', () => copy(block, button));
    block.append(button);
  }
}

async function copy(block, button) {
  try {
    await navigator.clipboard.writeText(block.querySelector('code').textContent);
  } catch {
    // On plain http there is no clipboard, and a browser may forbid it: then nothing says that it was done.
    return;
  }

  button.classList.add('done');
  setTimeout(() => button.classList.remove('done'), saidFor);
}
