/** A whole text message, as the WebSocket protocol (RFC 6455, 5.2) frames it from a server, of these parts. */
export function textFrame(...parts: readonly (string | Buffer)[]): Buffer {
  let length = 0;
  for (const part of parts) length += typeof part === 'string' ? Buffer.byteLength(part) : part.length;
  const head = headLength(length);
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = FINAL_TEXT;
  writeLength(frame, length);
  let at = head;
  for (const part of parts) at += typeof part === 'string' ? frame.write(part, at) : part.copy(frame, at);
  return frame;
}

const FINAL_TEXT = 0x81;
/** Lengths up to here are in the second byte itself; these stand there for the next two, or eight, bytes. */
const SHORT = 125;
const IN_TWO = 126;
const IN_EIGHT = 127;
const MOST_IN_TWO = 0xffff;

const headLength = (length: number): number => {
  if (length <= SHORT) return 2;
  return length <= MOST_IN_TWO ? 4 : 10;
};

function writeLength(frame: Buffer, length: number): void {
  if (length <= SHORT) frame[1] = length;
  else if (length <= MOST_IN_TWO) {
    frame[1] = IN_TWO;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = IN_EIGHT;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}
