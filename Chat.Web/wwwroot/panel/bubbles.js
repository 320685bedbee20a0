// What was said, and what is on its way, as the panel shows it.

import { element } from '../elements.js';
import { attachment } from './files.js';

// `texts` are the panel's words; `about` its data: what the assistant is called, where a person is found, the person's time zone.
export function message(message, texts, about) {
  const isBot = message.type === 'bot';
  const bubble = element('article', `panel-message ${isBot ? 'theirs' : 'mine'}`);
  if (isBot) {
    bubble.append(element('p', 'panel-author', about.name, element('span', 'tag', texts.bot)));
  }

  bubble.append(words(message, texts), ...message.attachments.map(file => attachment(file, texts)));
  if (message.sources.length) {
    const links = message.sources.flatMap(source => [', ', link(source.url, source.title)]).slice(1);
    bubble.append(element('p', 'panel-sources', `${texts.sources} `, ...links));
  }

  if (message.offers_person) {
    bubble.append(element('p', 'panel-sources', link(about.person, texts.person)));
  }

  const time = element('time', '', new Date(message.created_at).toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short', timeZone: about.zone }));
  time.dateTime = message.created_at;
  bubble.append(time);
  return bubble;
}

export function waiting(entry, texts) {
  const bubble = element('article', 'panel-message mine on-its-way', element('p', '', entry.text), ...entry.names.map(name => element('p', 'panel-file', name)));
  bubble.dataset.entry = entry.id;
  if (entry.state === 'unheard' || entry.state === 'refused') {
    const [retry, drop] = [element('button', 'button small', texts.retry), element('button', 'button small', texts.drop)];
    retry.type = drop.type = 'button';
    retry.dataset.retry = drop.dataset.drop = '';
    const problem = element('p', 'panel-problem', element('span', '', entry.said || texts.notSent), retry, drop);
    problem.setAttribute('role', 'alert');
    bubble.append(problem);
  } else if (entry.state === 'slow' || entry.said) {
    bubble.append(element('p', 'panel-waiting', entry.said || texts.sending));
  }

  return bubble;
}

export function older(chat, texts) {
  return element('p', 'panel-older', link(`/chat/${chat}`, texts.older));
}

function words(message, texts) {
  const text = element('div', message.is_deleted ? 'prose gone' : 'prose');
  if (message.is_deleted) {
    text.textContent = texts.removed;
    return text;
  }

  // Made safe by the school's one renderer; there is nothing else in it.
  text.innerHTML = message.html;
  if (message.type === 'bot') {
    text.lang = languageOf(message.text);
  }

  return text;
}

// The assistant speaks Russian or English, whatever the page does, and its letters say which.
function languageOf(text) {
  const count = letters => text.match(letters)?.length ?? 0;
  return count(/[а-яё]/gi) > count(/[a-z]/gi) ? 'ru' : 'en';
}

function link(address, text) {
  const made = element('a', '', text);
  made.href = address;
  return made;
}
