// The server hears of a field when it is left. Whoever leaves the page first, by Back or by a reload, would leave with it
// what was typed and not be asked: in a form that is guarded the first letter is told at once, the rest when typing rests.

const rest = 400;
let field = null;
let waiting;

const tell = () => field?.dispatchEvent(new Event('change', { bubbles: true }));

document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-guarded] :is(textarea, input)')) {
    return;
  }

  clearTimeout(waiting);
  if (field === target) {
    waiting = setTimeout(tell, rest);
  } else {
    field = target;
    tell();
  }
});

// The browser has told it itself.
document.addEventListener('change', event => {
  if (event.isTrusted) {
    clearTimeout(waiting);
    field = null;
  }
}, true);
