/** What travels over a link, as far as faults need to understand it. */
export type Protocol = 'http' | 'postgres' | 'redis';

const latin = (chunk: Buffer): string => chunk.toString('latin1');

/** Whether a request changes something, so that losing its answer is worth doing. PostgreSQL is judged by its answers. */
export function changesSomething(protocol: Protocol, request: Buffer): boolean {
  const text = latin(request);
  if (protocol === 'redis') return /\b(eval|xack|publish)\r\n/i.test(text);
  return protocol === 'http' && (text.includes('mutation') || /^POST \/(?!graphql)/.test(text));
}

/** Whether an answer says that a change was committed just now. */
export function saysCommitted(protocol: Protocol, answer: Buffer): boolean {
  if (protocol !== 'postgres') return false;
  const text = latin(answer);
  if (text.includes('C\0\0\0\vCOMMIT\0')) return true;
  // A statement that commits by itself: done, and ready outside of a transaction.
  return /C\0\0\0.(INSERT 0|UPDATE|DELETE) [1-9]\d*\0/s.test(text) && text.endsWith('Z\0\0\0\x05I');
}

/** The whole requests in what a client sent, by their content-length; what is not complete yet is left out. */
export function wholeRequests(sent: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let from = 0;
  for (;;) {
    const end = sent.indexOf('\r\n\r\n', from);
    if (end < 0) return found;
    const length = Number(/content-length: (\d+)/i.exec(latin(sent.subarray(from, end)))?.[1] ?? 0);
    const next = end + 4 + length;
    if (next > sent.length) return found;
    found.push(sent.subarray(from, next));
    from = next;
  }
}
