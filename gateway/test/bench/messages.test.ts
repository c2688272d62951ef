import { messageReader } from '../../bench/wire/messages.ts';

/** What a reader makes of bytes that arrive in pieces of this size. */
function read(text: string, pieceSize: number): string[] {
  const bodies: string[] = [];
  const feed = messageReader(({ head, body }) => void bodies.push(`${head.split('\r\n')[0]}: ${body}`));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceSize) feed(bytes.subarray(at, at + pieceSize));
  return bodies;
}

const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"ä":1}'.replace('7', '8');
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 204 No Content\r\nx: y\r\n\r\n';

describe('the reader of messages', () => {
  it.each([1, 2, 7, 40, 1_000])('finds every message, whichever way it arrives: %i bytes at a time', (pieceSize) => {
    expect(read(whole + chunked + empty + whole, pieceSize)).toEqual([
      'HTTP/1.1 200 OK: {"ä":1}',
      'HTTP/1.1 200 OK: {"a":1}',
      'HTTP/1.1 204 No Content: ',
      'HTTP/1.1 200 OK: {"ä":1}',
    ]);
  });

  it('waits for a message that has not come whole', () => {
    expect(read(whole.slice(0, -1), 1_000)).toEqual([]);
    expect(read(chunked.slice(0, -3), 1_000)).toEqual([]);
  });
});
