import { CloseCode } from 'graphql-ws';
import { leave } from './follow.ts';
import type { Outlet } from './outlet.ts';
import type { Queue } from './queue.ts';
import type { Session } from './sessions.ts';
import type { Watch } from './watch.ts';

/** An operation on a socket: let in or run now, or a subscription. */
export interface Operation {
  readonly peer: Peer;
  readonly id: string;
  watch: Watch | undefined;
}

/** A client on a socket. There are tens of thousands of these: no timer and no function of its own. */
export interface Peer {
  readonly outlet: Outlet;
  readonly ip: string;
  /** `silent` until it has said who it is, `known` once that was believed. */
  stage: 'silent' | 'asked' | 'known';
  session: Session | undefined;
  queue: Queue | undefined;
  /** Gives back its place among the user's connections. */
  left: (() => void) | undefined;
  /** What runs on it, by the client's own ids. */
  readonly operations: Map<string, Operation>;
  /** When it connected or was pinged last, in milliseconds since 1970. */
  lookedAt: number;
  /** Whether it has answered that ping. */
  alive: boolean;
}

/** A client that has just connected from this address. */
export const newPeer = (outlet: Outlet, ip: string): Peer => ({
  outlet,
  ip,
  stage: 'silent',
  session: undefined,
  queue: undefined,
  left: undefined,
  operations: new Map(),
  lookedAt: Date.now(),
  alive: true,
});

/** Lets go of everything a client had. */
export function release({ operations, left }: Peer): void {
  for (const { watch } of operations.values()) if (watch) leave(watch);
  operations.clear();
  left?.();
}

/** Closes the socket and lets go of what it watches at once: it may take a while to notice. */
export function dismiss(peer: Peer, { code, reason }: { readonly code: number; readonly reason: string }): void {
  peer.outlet.socket.close(code, reason);
  release(peer);
}

/** A client says who it is within this time. */
const INTRODUCTION_MS = 3_000;
/** A socket that does not answer a ping by the next one is gone. */
const PING_EVERY_MS = 12_000;

const SILENT = { code: CloseCode.ConnectionInitialisationTimeout, reason: 'Connection initialisation timeout' };

/** Looks after a socket, as is done for each about once a second. */
export function lookAfter(peer: Peer, now: number): void {
  const lookedFor = now - peer.lookedAt;
  if (peer.stage === 'silent' && lookedFor >= INTRODUCTION_MS) dismiss(peer, SILENT);
  else if (lookedFor >= PING_EVERY_MS) ping(peer, now);
}

function ping(peer: Peer, now: number): void {
  const { socket } = peer.outlet;
  if (!peer.alive) socket.terminate();
  else {
    peer.alive = false;
    peer.lookedAt = now;
    if (socket.readyState === socket.OPEN) socket.ping();
  }
}
