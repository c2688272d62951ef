import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { Pool } from 'undici';
import { breaker } from './breaker.ts';
import type { SubgraphCall, Transport } from './port.ts';

const ATTEMPTS = 3;
const CHECK_MS = 3_000;
/** Errors before the first byte of an answer: nothing came back, so a read can be sent again. */
const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT']);

/** To a subgraph in its own process, over kept-alive connections. */
export function httpTransport(
  url: string,
  { timeoutMs, maxBytes }: { timeoutMs: number; maxBytes: number },
): Transport {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/(graphql)?$/, '');
  const pool = new Pool(origin, {
    connections: 64,
    keepAliveTimeout: 30_000,
    connectTimeout: 3_000,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxBytes,
  });
  const health = breaker({ failures: 5, restMs: 1_000 });

  async function once(call: SubgraphCall): Promise<ExecutionResult> {
    if (!health.mayTry(Date.now())) throw new Error('resting after repeated connection failures');
    try {
      const result = await post(pool, `${base}/graphql`, call);
      health.succeeded();
      return result;
    } catch (error) {
      if (isConnectionLost(error)) health.failed(Date.now());
      throw error;
    }
  }

  return {
    async send(call) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(call);
        } catch (error) {
          // A mutation may have happened although its answer was lost: never sent twice.
          if (attempt === ATTEMPTS || !isConnectionLost(error) || /^\s*mutation\b/.test(call.query)) throw error;
          await sleep(25 * 4 ** (attempt - 1), undefined, { signal: call.signal });
        }
      }
    },
    async checks() {
      const { body } = await pool.request({
        path: `${base}/health/ready`,
        method: 'GET',
        signal: AbortSignal.timeout(CHECK_MS),
      });
      return ((await body.json()) as { checks?: Record<string, boolean> }).checks ?? {};
    },
    close: () => pool.destroy(),
  };
}

async function post(pool: Pool, path: string, call: SubgraphCall): Promise<ExecutionResult> {
  const { query, variables, operationName, token, correlationId, signal } = call;
  const { statusCode, body } = await pool.request({
    path,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'x-correlation-id': correlationId,
    },
    body: JSON.stringify({ query, variables, operationName }),
    signal,
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`answered ${statusCode}`);
  }
  return (await body.json()) as ExecutionResult;
}

const isConnectionLost = (error: unknown): boolean => CONNECTION_LOST.has(String((error as { code?: unknown }).code));
