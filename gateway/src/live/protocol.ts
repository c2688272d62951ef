import { publicError } from '@app/kernel/errors';
import { CloseCode, MessageType, parseMessage, type SubscribeMessage, stringifyMessage } from 'graphql-ws';
import { readParameters } from '../documents/parameters.ts';
import { follow, leave } from './follow.ts';
import { textFrame } from './frames.ts';
import { admit, runOnce } from './operations.ts';
import { ready, send, take } from './outlet.ts';
import type { Parts } from './parts.ts';
import { dismiss, type Operation, type Peer } from './peers.ts';
import { errorsIn } from './refusals.ts';
import { presented, type Sink } from './watch.ts';
import type { Written } from './written.ts';

/** Operations one socket may have running. */
const MAX_OPERATIONS = 100;

/** What a server of the protocol does with a client's messages. */
export interface Protocol {
  readonly parts: Parts;
  /** Believes a client, or closes its socket. */
  welcome(peer: Peer, params: Readonly<Record<string, unknown>> | undefined): void;
}

/**
 * Takes one message of the graphql-transport-ws protocol. The library's own server would keep a suspended call, its message
 * and its buffers for each subscription: several kilobytes each, for as long as it is open.
 */
export function hear({ parts, welcome }: Protocol, peer: Peer, text: string): void {
  const message = messageIn(text);
  switch (message?.type) {
    case MessageType.ConnectionInit:
      introduce(peer, () => welcome(peer, message.payload));
      break;
    case MessageType.Ping:
      send(peer.outlet, textFrame(stringifyMessage({ type: MessageType.Pong, ...payloadOf(message) })));
      break;
    case MessageType.Pong:
      break;
    case MessageType.Subscribe:
      subscribe(parts, peer, message);
      break;
    case MessageType.Complete:
      complete(peer.operations.get(message.id));
      break;
    default:
      dismiss(peer, INVALID);
  }
}

const INVALID = { code: CloseCode.BadRequest, reason: 'Invalid message received' };
const TWICE = { code: CloseCode.TooManyInitialisationRequests, reason: 'Too many initialisation requests' };
const UNKNOWN = { code: CloseCode.Unauthorized, reason: 'Unauthorized' };
const taken = (id: string) => ({
  code: CloseCode.SubscriberAlreadyExists,
  reason: `Subscriber for ${id} already exists`,
});

function introduce(peer: Peer, welcome: () => void): void {
  if (peer.stage !== 'silent') dismiss(peer, TWICE);
  else {
    peer.stage = 'asked';
    welcome();
  }
}

const payloadOf = ({ payload }: { readonly payload?: Record<string, unknown> }) => (payload ? { payload } : {});

function messageIn(text: string) {
  try {
    return parseMessage(text);
  } catch {
    return undefined;
  }
}

function complete(operation: Operation | undefined): void {
  if (!operation) return;
  operation.peer.operations.delete(operation.id);
  if (operation.watch) leave(operation.watch);
}

function subscribe(parts: Parts, peer: Peer, { id, payload }: SubscribeMessage): void {
  const { operations, stage } = peer;
  if (stage !== 'known') dismiss(peer, UNKNOWN);
  else if (operations.has(id)) dismiss(peer, taken(id));
  else {
    const operation: Operation = { peer, id, watch: undefined };
    operations.set(id, operation);
    begin(parts, operation, payload).catch((error: unknown) => ended(parts, operation, error));
  }
}

const runs = (operation: Operation): boolean => operation.peer.operations.get(operation.id) === operation;

/** Lets an operation in and answers it, or follows what it asks for. */
async function begin(parts: Parts, operation: Operation, payload: SubscribeMessage['payload']): Promise<void> {
  const { session, queue, operations, outlet, ip } = operation.peer;
  if (!session || !queue) throw publicError('UNAUTHENTICATED', 'Sign in first.');
  if (operations.size > MAX_OPERATIONS)
    throw publicError('RATE_LIMITED', `At most ${MAX_OPERATIONS} operations at a time on one socket.`);
  await parts.sessions.recheck(session);
  const admitted = await admit(parts, readParameters(payload), { session, ip });
  // Called off, or its client gone, while it was looked at.
  if (!runs(operation)) return;
  if (admitted.kind === 'subscription') {
    operation.watch = follow(parts, admitted, { session, queue, sink: sinkOf(parts, operation) });
    return;
  }
  await ready(outlet);
  const written = await runOnce(parts, admitted, session);
  if (!runs(operation)) return;
  next(operation, written);
  ended(parts, operation, undefined);
}

/** Steps go out as they are: their text is made once for all watchers. */
const sinkOf = (parts: Parts, operation: Operation): Sink => ({
  take: (bytes) => take(operation.peer.outlet, bytes),
  ready: () => ready(operation.peer.outlet),
  next: (written) => next(operation, written),
  ended: (error) => ended(parts, operation, error),
});

const next = ({ peer, id }: Operation, { bytes }: Written): void =>
  send(peer.outlet, textFrame(`{"id":${JSON.stringify(id)},"type":"next","payload":`, bytes, '}'));

/** Tells the client that an operation is over, and why if it did not come to its end. */
function ended(parts: Parts, operation: Operation, error: unknown): void {
  const { peer, id } = operation;
  if (!runs(operation)) return;
  peer.operations.delete(id);
  const message =
    error === undefined
      ? stringifyMessage({ id, type: MessageType.Complete })
      : stringifyMessage({ id, type: MessageType.Error, payload: [...presented(parts, errorsIn(error))] });
  send(peer.outlet, textFrame(message));
}
