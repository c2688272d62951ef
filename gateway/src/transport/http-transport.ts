import { Pool } from 'undici';
import { type Breaker, breaker } from './breaker.ts';
import { subgraphResting } from './metrics.ts';
import type { Transport } from './port.ts';
import { again } from './retry.ts';
import { openSlots } from './slots.ts';
import { askOnce, requestOf, type Wire } from './wire.ts';

/** More connections than these make nothing faster, and several requests at a time on one make it slower. */
const CONNECTIONS = 64;
/** Whoever would be further back in line has more from a quick no. */
const LINE = 1_000;
const CONNECT_MS = 3_000;
const CHECK_MS = 3_000;

/** How a subgraph in its own process is reached. */
export interface HttpOptions {
  readonly name: string;
  readonly url: string;
  /** How long it may be silent, before and while it answers. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Told when the breaker opens (true) and closes. */
  readonly resting?: (resting: boolean) => void;
  readonly connections?: number;
  /** How many questions may wait for a connection. */
  readonly line?: number;
}

/** To a subgraph in its own process, over kept-alive connections. Rejects with a TransportFault. */
export function httpTransport(options: HttpOptions): Transport {
  const { name, timeoutMs, connections = CONNECTIONS, line = LINE } = options;
  const { origin, pathname } = new URL(options.url);
  const base = pathname.replace(/\/(graphql)?$/, '');
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    connectTimeout: Math.min(CONNECT_MS, timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: options.maxBytes,
  });
  const wire: Wire = {
    name,
    pool,
    path: `${base}/graphql`,
    slots: openSlots({ places: connections, line }),
    health: openHealth(options),
    // A shorter silence says nothing about the subgraph: the client's time may have been nearly over when it was asked.
    silenceMs: timeoutMs / 5,
  };

  return {
    send(call) {
      const request = requestOf(wire, call);
      const attempt = () => askOnce(wire, request, call.signal);
      return call.question.document.kind === 'mutation' ? attempt() : again(attempt, call.signal);
    },
    async checks() {
      const signal = AbortSignal.timeout(CHECK_MS);
      const { body } = await pool.request({ path: `${base}/health/ready`, method: 'GET', signal });
      return ((await body.json()) as { checks?: Record<string, boolean> }).checks ?? {};
    },
    close: () => pool.destroy(),
  };
}

function openHealth({ name, resting }: HttpOptions): Breaker {
  const gauge = subgraphResting.labels(name);
  gauge.set(0);
  return breaker({
    failures: 5,
    restMs: 1_000,
    changed(open) {
      gauge.set(open ? 1 : 0);
      resting?.(open);
    },
  });
}
