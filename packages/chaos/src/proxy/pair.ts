import { connect, type Socket } from 'node:net';
import { type Channel, type Mood, openChannel } from './channel.ts';
import { changesSomething, type Protocol, saysCommitted, wholeRequests } from './protocols.ts';

/** Whose end of a connection is gone, while the other end takes it for open; nobody's: something in between has forgotten it. */
export type Gone = 'caller' | 'callee' | 'nobody';

/** A client's connection and ours to whom it wanted. */
export interface Pair {
  /** Ends both at once, as a reset. */
  cut(): void;
  /** Whatever is sent from now on is swallowed, and who is still there is not told that the other one is not. */
  forget(gone: Gone): void;
  /** Says so at last, as a host does that is asked about a connection it does not know; nothing to one that was not forgotten. */
  confess(): void;
  /** Lets out what was held back. */
  flush(): void;
}

/** What a pair obeys and tells. */
export interface PairTerms {
  readonly protocol: Protocol;
  readonly port: number;
  readonly mood: Mood;
  /** Whether an answer that says that something was changed is to be lost, asked right before it is. */
  loseNow(): boolean;
  /** Whether answers are to be lost at all now. */
  losing(): boolean;
  /** Told each whole HTTP request. */
  heard(request: Buffer): void;
  gone(pair: Pair): void;
}

/** Connects a client's socket through. */
export function openPair(near: Socket, terms: PairTerms): Pair {
  const { protocol, port, mood, loseNow, losing } = terms;
  const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  near.setNoDelay(true);
  const forth = openChannel(far, mood);
  const back = openChannel(near, mood);
  let forgotten = false;
  const pair: Pair = {
    cut() {
      near.resetAndDestroy();
      far.resetAndDestroy();
    },
    forget(gone) {
      forgotten = true;
      if (gone === 'caller') near.resetAndDestroy();
      if (gone === 'callee') far.resetAndDestroy();
    },
    confess() {
      if (forgotten) pair.cut();
    },
    flush() {
      forth.flush();
      back.flush();
    },
  };
  const listenTo = protocol === 'http' ? openEar(terms.heard) : () => undefined;
  let changed = false;
  near.on('data', (chunk: Buffer) => {
    if (forgotten) return;
    if (losing() && changesSomething(protocol, chunk)) changed = true;
    listenTo(chunk);
    forth.push(chunk);
  });
  far.on('data', (chunk: Buffer) => {
    if (forgotten) return;
    if ((changed || saysCommitted(protocol, chunk)) && loseNow()) return pair.cut();
    changed = false;
    back.push(chunk);
  });
  // One whose other end is still to hear of it, once the link heals, is not gone yet.
  let open = 2;
  const closed = (): void => {
    open -= 1;
    if (open === 0) terms.gone(pair);
  };
  const apart = () => forgotten;
  tie({ socket: near, other: far, out: forth, apart }, closed);
  tie({ socket: far, other: near, out: back, apart }, closed);
  return pair;
}

const LONGEST_REQUEST = 65_536;

/** Puts pieces together to whole requests. */
function openEar(heard: (request: Buffer) => void): (chunk: Buffer) => void {
  let sent = Buffer.alloc(0);
  return (chunk) => {
    sent = Buffer.concat([sent, chunk]).subarray(-LONGEST_REQUEST);
    const whole = wholeRequests(sent);
    for (const request of whole) heard(Buffer.from(request));
    sent = sent.subarray(whole.reduce((sum, { length }) => sum + length, 0));
  };
}

interface End {
  readonly socket: Socket;
  readonly other: Socket;
  readonly out: Channel;
  /** Whether the ends know nothing of each other any more. */
  apart(): boolean;
}

/** When one end goes, the other one goes the same way, after what is still under way. */
function tie({ socket, other, out, apart }: End, gone: () => void): void {
  let failed = false;
  socket.on('error', () => {
    failed = true;
    if (!apart()) other.resetAndDestroy();
  });
  socket.on('end', () => {
    if (apart()) socket.destroy();
    else out.end();
  });
  socket.on('close', () => {
    gone();
    if (apart()) return;
    if (failed) other.destroy();
    else out.end();
  });
}
