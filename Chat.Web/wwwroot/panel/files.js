// What hangs on a message, as the panel shows it.

import { element } from '../elements.js';

// The larger side of a picture, in CSS pixels.
const pictureSide = 240;

export function attachment(file, texts) {
  switch (file.content_type.split('/')[0]) {
    case 'image':
      return picture(file);
    case 'video':
      return player('video', file);
    case 'audio':
      return element('div', 'panel-file', card(file, texts), player('audio', file));
    default:
      return card(file, texts);
  }
}

// As large as it will be when it has come, so that nothing moves then.
function picture(file) {
  const scale = Math.min(1, pictureSide / Math.max(file.width, file.height));
  const image = document.createElement('img');
  Object.assign(image, { src: file.thumbnail_url ?? file.file_url, alt: file.file_name, width: Math.max(1, file.width * scale), height: Math.max(1, file.height * scale), loading: 'lazy' });
  const made = element('a', 'panel-file', image);
  Object.assign(made, { href: file.file_url, target: '_blank', rel: 'noopener' });
  return made;
}

function player(kind, file) {
  const made = element(kind, 'panel-file');
  Object.assign(made, { src: file.file_url, controls: true, preload: 'metadata', ariaLabel: file.file_name });
  return made;
}

function card(file, texts) {
  const kilobytes = file.file_size / 1024;
  const size = kilobytes < 1024 ? texts.kilobytes.replace('{0}', Math.max(1, Math.round(kilobytes))) : texts.megabytes.replace('{0}', (kilobytes / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }));
  const made = element('a', 'panel-file panel-card', element('strong', '', file.file_name), element('small', '', `${file.file_name.split('.').pop().toUpperCase()}, ${size}`));
  Object.assign(made, { href: file.file_url, download: file.file_name });
  return made;
}
