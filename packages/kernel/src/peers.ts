import type { Domain } from '@app/schema/sdl';
import type { ExecutionResult } from 'graphql';
import { Pool } from 'undici';
import { failpoint } from './failpoints.ts';
import type { Identity } from './identity.ts';
import { newId } from './ids.ts';
import { correlationId } from './log.ts';
import type { Subgraph } from './mount.ts';
import type { Viewer } from './viewer.ts';

/** A neighbour did not answer, or answered with a fault. What it was asked may or may not have happened. */
export class PeerUnavailable extends Error {
  override name = 'PeerUnavailable';
}

/** How a subgraph asks another one for an answer it needs now, on `@inaccessible` fields. Everything else travels as an event. */
export interface Peers {
  /** Answers with `data`; throws PeerUnavailable. Repeats the call when nothing came back, so the field must be idempotent. */
  call<Data>(target: Domain, query: string, variables: Record<string, unknown>, viewer: Viewer): Promise<Data>;
}

/** Brings one request to a subgraph, whichever way it is mounted. */
export type Transport = (request: {
  query: string;
  variables: Record<string, unknown>;
  token: string;
  correlationId: string;
}) => Promise<ExecutionResult>;

const ATTEMPTS = 3;

/** Peers over these transports, signing as `identity`. */
export function openPeers(identity: Identity, transportTo: (target: Domain) => Transport): Peers {
  async function ask<Data>(
    target: Domain,
    request: { query: string; variables: Record<string, unknown>; viewer: Viewer },
  ) {
    const { query, variables, viewer } = request;
    if (failpoint) await failpoint('peer.call');
    const token = identity.mint(target, viewer);
    const answer = await transportTo(target)({
      query,
      variables,
      token,
      correlationId: correlationId() ?? newId('req'),
    });
    if (failpoint) await failpoint('peer.answered');
    if (!answer.errors?.length) return answer.data as Data;
    throw new PeerUnavailable(`${target}: ${answer.errors.map((error) => error.message).join('; ')}`);
  }

  return {
    async call<Data>(target: Domain, query: string, variables: Record<string, unknown>, viewer: Viewer): Promise<Data> {
      for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
        const answer = await ask<Data>(target, { query, variables, viewer }).catch(() => undefined);
        if (answer !== undefined) return answer;
        await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** (attempt - 1) * (0.5 + Math.random())));
      }
      return ask<Data>(target, { query, variables, viewer }).catch((error: unknown) => {
        throw error instanceof PeerUnavailable ? error : new PeerUnavailable(`${target}: ${String(error)}`);
      });
    },
  };
}

/** Straight into a subgraph of the same process: no socket, no JSON, but the same token and the same checks. */
export const localTransport =
  (subgraphs: ReadonlyMap<string, Subgraph>) =>
  (target: Domain): Transport =>
  (request) => {
    const subgraph = subgraphs.get(target);
    if (!subgraph) throw new PeerUnavailable(`${target} is not mounted here.`);
    return subgraph.execute(request);
  };

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** To a subgraph in its own process, over one keep-alive pool each. */
export function httpTransport(urlOf: (target: Domain) => string): (target: Domain) => Transport {
  const pools = new Map<Domain, Pool>();
  return (target) => {
    let pool = pools.get(target);
    if (!pool) {
      const options = {
        connections: 32,
        bodyTimeout: TIMEOUT_MS,
        headersTimeout: TIMEOUT_MS,
        maxResponseSize: MAX_ANSWER_BYTES,
      };
      pool = new Pool(urlOf(target), options);
      pools.set(target, pool);
    }
    return post(pool, target);
  };
}

const post =
  (pool: Pool, target: Domain): Transport =>
  async ({ query, variables, token, correlationId }) => {
    const { statusCode, body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-correlation-id': correlationId,
      },
      body: JSON.stringify({ query, variables }, (_key, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new PeerUnavailable(`${target} answered ${statusCode}.`);
    }
    return (await body.json()) as ExecutionResult;
  };
