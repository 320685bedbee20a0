// What a browser keeps, by the name of the place: `localStorage` or `sessionStorage`. One that keeps nothing still lets one write.

export function load(place, key) {
  try {
    return JSON.parse(window[place].getItem(key));
  } catch {
    return null;
  }
}

export function store(place, key, value) {
  try {
    if (value) {
      window[place].setItem(key, JSON.stringify(value));
    } else {
      window[place].removeItem(key);
    }
  } catch {
    // Storage is full or forbidden: what is written stays in the page.
  }
}
