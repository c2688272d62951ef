import type { ExecutionResult } from 'graphql';
import type { Dispatcher, Pool } from 'undici';
import type { Breaker } from './breaker.ts';
import { exchange } from './exchange.ts';
import { type FaultKind, TransportFault } from './faults.ts';
import { subgraphWaiting } from './metrics.ts';
import type { Patience } from './patience.ts';
import type { SubgraphCall } from './port.ts';
import { ACCEPT, answerIn } from './reply.ts';
import { requestBody } from './request-body.ts';
import type { Slots } from './slots.ts';

/** The way to one subgraph over HTTP. */
export interface Wire {
  readonly name: string;
  readonly pool: Pool;
  readonly path: string;
  readonly slots: Slots;
  readonly health: Breaker;
  /** An abandoned question counts against the subgraph when it got no sign of an answer for this long. */
  readonly silenceMs: number;
}

/** The question as undici takes it. No compression is asked for: on a short way it costs more than it saves. */
export const requestOf = (
  { path }: Wire,
  { question, token, correlationId, moment }: SubgraphCall,
): Dispatcher.DispatchOptions => ({
  path,
  method: 'POST',
  headers: [
    'accept',
    ACCEPT,
    'content-type',
    'application/json',
    'authorization',
    `Bearer ${token}`,
    'x-correlation-id',
    correlationId,
    ...(moment === undefined ? [] : ['x-moment', encodeURIComponent(moment)]),
  ],
  body: requestBody(question),
});

/** Asks once, in turn, unless the subgraph is known to be away; remembers how it went. */
export async function askOnce(
  wire: Wire,
  options: Dispatcher.DispatchOptions,
  signal: Patience,
): Promise<ExecutionResult> {
  const { health, slots } = wire;
  let asked = Date.now();
  if (!health.mayTry(asked)) throw resting();
  const turn = slots.take(signal);
  if (turn) {
    await inLine(wire, turn);
    asked = Date.now();
  }
  try {
    const answer = answerIn(await exchange(wire.pool, { options, signal, done: slots.release }));
    health.succeeded();
    return answer;
  } catch (error) {
    if (speaksAgainst(error, Date.now() - asked >= wire.silenceMs)) health.failed(Date.now());
    throw error;
  }
}

async function inLine({ name, slots, health }: Wire, turn: Promise<void>): Promise<void> {
  subgraphWaiting.inc({ subgraph: name });
  try {
    await turn;
  } finally {
    subgraphWaiting.dec({ subgraph: name });
  }
  if (!health.open) return;
  slots.release();
  throw resting();
}

const resting = () => new TransportFault('resting', 'resting after repeated failures');

/** A subgraph that answers, whatever it answers, is there. */
const AWAY: ReadonlySet<FaultKind> = new Set(['connection', 'timeout', 'gone']);

const speaksAgainst = (error: unknown, wasSilentForLong: boolean): boolean =>
  error instanceof TransportFault &&
  (AWAY.has(error.kind) || (error.kind === 'abandoned' && !error.answering && wasSilentForLong));
