// As high as what is written in it. Whatever stands above does not see it shrink while it is measured: a thread would lose
// its end.
export function fit(field) {
  const { form } = field;
  form.style.minHeight = `${form.offsetHeight}px`;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
  form.style.minHeight = '';
}
