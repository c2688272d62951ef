/** JSON text while it is written, as UTF-8. One buffer instead of a string for each piece: that is half of the garbage. */
export interface Sink {
  bytes: Buffer;
  /** Where the next byte goes. */
  at: number;
  /** Whether each byte so far is a character. */
  plain: boolean;
}

const FIRST_SIZE = 64 * 1024;
/** A larger buffer is given back after use. */
const KEPT_SIZE = 1024 * 1024;

/** Opens a sink. It is for one text at a time, written in one go. */
export const openSink = (): Sink => ({ bytes: Buffer.allocUnsafeSlow(FIRST_SIZE), at: 0, plain: true });

/** Begins a text. What stands in the sink is of one that nobody took, because writing it failed. */
export function begin(sink: Sink): Sink {
  if (sink.bytes.length > KEPT_SIZE) sink.bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  sink.at = 0;
  sink.plain = true;
  return sink;
}

/** The text since `begin`. */
export const textIn = ({ bytes, at, plain }: Sink): string => bytes.toString(plain ? 'latin1' : 'utf8', 0, at);

/** Puts ASCII as it is: a name, a number, a bracket. */
export function putPlain(sink: Sink, text: string): void {
  const { length } = text;
  const bytes = room(sink, length);
  let { at } = sink;
  for (let index = 0; index < length; index++) bytes[at++] = text.charCodeAt(index);
  sink.at = at;
}

const MAX_PIECES = 10_000;
const pieces = new Map<string, Uint8Array>();

/** ASCII that is put again and again, as bytes. Operations have most of their names in common. */
export function pieceOf(text: string): Uint8Array {
  let piece = pieces.get(text);
  if (!piece) {
    if (pieces.size >= MAX_PIECES) pieces.clear();
    piece = Uint8Array.from(text, (character) => character.charCodeAt(0));
    pieces.set(text, piece);
  }
  return piece;
}

/** Puts bytes of ASCII, from one of them on. */
export function putBytes(sink: Sink, piece: Uint8Array, from = 0): void {
  const { length } = piece;
  const bytes = room(sink, length);
  let { at } = sink;
  for (let index = from; index < length; index++) bytes[at++] = piece[index] as number;
  sink.at = at;
}

export const COMMA = 0x2c;
export const BEGIN_LIST = 0x5b;
export const END_LIST = 0x5d;
export const BEGIN_OBJECT = 0x7b;
export const END_OBJECT = 0x7d;

/** Puts one character of ASCII. */
export function putByte(sink: Sink, byte: number): void {
  room(sink, 1)[sink.at++] = byte;
}

/** Puts text that is JSON already. */
export function putJson(sink: Sink, text: string): void {
  const bytes = room(sink, text.length * 3);
  sink.at += bytes.write(text, sink.at, 'utf8');
  sink.plain = false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7f;

/** Puts a string as JSON. Most are short ASCII with nothing to escape, and looking is cheaper than `JSON.stringify`. */
export function putQuoted(sink: Sink, text: string): void {
  const { length } = text;
  const bytes = room(sink, length + 2);
  let { at } = sink;
  bytes[at++] = QUOTE;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < FIRST_PRINTABLE || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) {
      // From its beginning: `sink.at` has not moved.
      putJson(sink, JSON.stringify(text));
      return;
    }
    bytes[at++] = code;
  }
  bytes[at++] = QUOTE;
  sink.at = at;
}

/** Puts once more what stands between two places of the same text. */
export function putAgain(sink: Sink, start: number, end: number): void {
  const bytes = room(sink, end - start);
  bytes.copyWithin(sink.at, start, end);
  sink.at += end - start;
}

function room(sink: Sink, count: number): Buffer {
  const { bytes, at } = sink;
  if (at + count <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, at + count));
  bytes.copy(larger, 0, 0, at);
  sink.bytes = larger;
  return larger;
}
