// As high as what is written in it. Whatever stands above does not see it shrink while it is measured: a thread would lose
// its end.
export function fit(field) {
  const { form } = field;
  form.style.minHeight = `${form.offsetHeight}px`;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
  form.style.minHeight = '';
}

// Whether Enter breaks the line and Ctrl+Enter sends is chosen in the settings, on each device.
export const sendsByCtrl = () => document.documentElement.dataset.sendKey === 'ctrl';

export const sends = event => event.key === 'Enter' && (sendsByCtrl() ? event.ctrlKey || event.metaKey : !event.shiftKey);
