/** Where the page is (`#person/chat/topic`), so that two tabs can be two people and Back works. */

/** @typedef {{person: number, chat: number, topic: number}} Place */

/** @returns {Place} */
export function readPlace() {
  const [person, chat, topic] = location.hash.slice(1).split("/").map((part) => Number.parseInt(part, 10) || 0);
  return { person: person || 0, chat: chat || 0, topic: topic || 0 };
}

/** @param {Place} place @param {{isReplaced?: boolean}} [options] */
export function writePlace(place, options = {}) {
  const parts = [place.person, place.chat, place.topic];
  while (parts.length && !parts[parts.length - 1]) parts.pop();
  const address = `#${parts.join("/")}`;
  if (location.hash === address) return;
  if (options.isReplaced) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}
