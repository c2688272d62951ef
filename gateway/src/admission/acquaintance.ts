/** Texts it can tell apart at a time; a power of two. */
const PLACES = 8_192;

/**
 * Opens a memory of texts, which says of each whether it was there lately. It takes the same little memory for ever, and
 * may be wrong: a text can be forgotten for another, and once in billions one is taken for another.
 */
export function openAcquaintance(): (text: string) => boolean {
  const places = new Int32Array(PLACES);
  return (text) => {
    const hash = hashOf(text);
    const place = hash & (PLACES - 1);
    const isKnown = places[place] === hash;
    places[place] = hash;
    return isKnown;
  };
}

/** FNV-1a over the text's code units, but never 0: that is what an empty place holds. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0 || 1;
}
