import { anonymous, type Viewer } from '@app/kernel/viewer';
import type { ViewerOf } from '../identity/viewer.ts';
import type { Spend } from '../limits/rate.ts';
import { openPatience } from '../transport/patience.ts';
import type { RequestContext } from '../transport/source.ts';
import { addressOf } from './address.ts';
import type { Exchange } from './exchange.ts';

/** What a context is made with. */
export interface ContextParts {
  readonly viewerOf: ViewerOf;
  readonly spend: Spend;
  readonly settings: { readonly trustedProxies: number };
}

/** Who asks, within their budget for so many operations. A bad token refuses the whole request, and counts against the address it came from. */
export async function admitted(parts: ContextParts, exchange: Exchange, operations: number): Promise<Viewer> {
  const ip = addressOf(exchange.request, parts.settings.trustedProxies);
  const viewer = await identified(parts, exchange, ip);
  for (let spent = 0; spent < operations; spent += 1) {
    const counting = parts.spend(viewer, ip);
    if (counting) await counting;
  }
  return viewer;
}

async function identified({ viewerOf, spend }: ContextParts, exchange: Exchange, ip: string): Promise<Viewer> {
  try {
    return await viewerOf(exchange.request.headers.authorization, exchange.correlationId);
  } catch (error) {
    await spend(anonymous('gateway'), ip);
    throw error;
  }
}

/** A context whose signal fires when the request has taken too long. */
export interface Timed {
  readonly context: RequestContext;
  /** The answer is complete: nothing waits any more. */
  done(): void;
}

/** Opens the context of one request. */
export function timed(viewer: Viewer, correlationId: string, ms: number): Timed {
  const { patience, end } = openPatience();
  const timer = setTimeout(end, ms, 'timeout');
  return { context: { viewer, correlationId, signal: patience }, done: () => clearTimeout(timer) };
}
