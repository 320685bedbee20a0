// How scripts make what they show. Text is a child like any other, and never becomes markup.

export function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}
