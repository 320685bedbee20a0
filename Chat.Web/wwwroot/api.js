// The public API for scripts of our own pages. A page has only its cookie, and the API takes none: the cookie is
// exchanged for a token that stands on the same session. It is kept in this module's memory and nowhere else.

const renewBefore = 60_000;
// On a line that fell silent a request would be waited for for minutes.
const answerWithin = 15_000;

let token = null;
let goodUntil = 0;
let asking = null;

// What goes behind "Bearer", for those who cannot fetch: an upload that shows how far it is, a socket.
export async function accessToken({ renew = false } = {}) {
  if (renew || !token || performance.now() > goodUntil) {
    // Whoever asks while another is asking waits for the same answer.
    asking ??= exchange().finally(() => { asking = null; });
    await asking;
  }

  return token;
}

// Like fetch, with the token; `json` is sent as JSON. A token that no longer counts is renewed, once. Where `person` is given
// and somebody else has signed in meanwhile, as in another tab, nothing is asked: it would be asked in their name.
export async function api(path, { json, headers, person, ...init } = {}) {
  const ask = async renew => fetch(path, {
    ...init,
    ...(json === undefined ? {} : { method: init.method ?? 'POST', body: JSON.stringify(json) }),
    headers: {
      'Accept-Language': document.documentElement.lang,
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
      Authorization: `Bearer ${of(person, await accessToken({ renew }))}`,
    },
    credentials: 'omit',
    signal: AbortSignal.timeout(answerWithin),
  });
  const answer = await ask(false);
  return answer.status === 401 ? ask(true) : answer;
}

function of(person, access) {
  const { user_id: owner } = JSON.parse(atob(access.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  if (person && String(owner) !== person) {
    throw new Error('somebody else has signed in');
  }

  return access;
}

async function exchange() {
  const asked = performance.now();
  const answer = await fetch('/account/access', {
    method: 'POST',
    headers: { 'Accept-Language': document.documentElement.lang },
    signal: AbortSignal.timeout(answerWithin),
  });
  if (!answer.ok) {
    token = null;
    throw new Error(String(answer.status));
  }

  const { access, expires_in: seconds } = await answer.json();
  token = access;
  goodUntil = asked + Math.max(0, seconds * 1_000 - renewBefore);
}
