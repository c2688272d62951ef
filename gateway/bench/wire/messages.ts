/** One HTTP/1.1 message: request or status line with headers as it came, and the body where it was kept. */
export interface Message {
  readonly head: string;
  readonly body: Buffer;
}

const HEAD_END = '\r\n\r\n';
const EMPTY = Buffer.alloc(0);

/** What is known of the message that is arriving. */
interface Arriving {
  readonly head: string;
  readonly bodyAt: number;
  /** Bytes of the body, or -1 when it comes in chunks. */
  readonly length: number;
}

/**
 * Cuts what arrives on one connection into messages. Knows `content-length` and chunked bodies and nothing else of HTTP:
 * a general parser would cost the load and the subgraphs more than many a gateway they are there to measure.
 */
export function messageReader(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  let arriving: Arriving | undefined;

  /** Takes one whole message off the front, if there is one. */
  const next = (): boolean => {
    if (!arriving) {
      const seen = joined();
      const end = seen.indexOf(HEAD_END);
      if (end < 0) return false;
      arriving = begun(seen.toString('latin1', 0, end), end + HEAD_END.length);
    }
    const { head, bodyAt, length } = arriving;
    if (length >= 0 && size < bodyAt + length) return false;
    const seen = joined();
    const whole =
      length >= 0 ? { body: seen.subarray(bodyAt, bodyAt + length), end: bodyAt + length } : chunked(seen, bodyAt);
    if (!whole) return false;
    keep(seen.subarray(whole.end));
    arriving = undefined;
    onMessage({ head, body: whole.body });
    return true;
  };
  const joined = (): Buffer => {
    const [first = EMPTY] = parts;
    if (parts.length > 1) parts = [Buffer.concat(parts, size)];
    return parts[0] ?? first;
  };
  const keep = (rest: Buffer) => {
    parts = rest.length > 0 ? [rest] : [];
    size = rest.length;
  };

  return (chunk) => {
    parts.push(chunk);
    size += chunk.length;
    while (size > 0 && next());
  };
}

const begun = (head: string, bodyAt: number): Arriving => {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return { head, bodyAt, length: Number(length) };
  return { head, bodyAt, length: /\r\ntransfer-encoding: *chunked/i.test(head) ? -1 : 0 };
};

/** A chunked body, once its last chunk is there. */
function chunked(seen: Buffer, from: number): { body: Buffer; end: number } | undefined {
  const pieces: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = seen.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(seen.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (!(end <= seen.length)) return undefined;
    if (size === 0) return { body: Buffer.concat(pieces), end };
    pieces.push(seen.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = end;
  }
}
