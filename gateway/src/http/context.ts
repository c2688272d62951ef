import type { Viewer } from '@app/kernel/viewer';
import { anonymous } from '@app/kernel/viewer';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';
import { statusOf } from '../errors.ts';
import type { RequestContext } from '../transport/source.ts';
import type { ViewerOf } from '../identity/viewer.ts';
import type { Spend } from '../limits/rate.ts';
import type { Limits } from '../limits/table.ts';
import { correlationOf } from './correlation.ts';

/** What one client request carries through the gateway. */
export type ClientContext = RequestContext;

/** What a context is made with. */
export interface ContextParts {
  readonly viewerOf: ViewerOf;
  readonly spend: Spend;
  readonly limits: Limits;
}

/** Who asks, within their budget. A bad token refuses the whole request, and counts against the address it came from. */
export async function openContext(parts: ContextParts, request: Request, response: Response): Promise<ClientContext> {
  const viewer = await identified(parts, request);
  await parts.spend(viewer, request.ip ?? '').catch(asHttp);
  return { viewer, correlationId: correlationOf(response), signal: deadline(response, parts.limits.LIMIT_REQUEST_MS) };
}

async function identified({ viewerOf, spend }: ContextParts, request: Request): Promise<Viewer> {
  try {
    return await viewerOf(request.headers.authorization);
  } catch (error) {
    await spend(anonymous('gateway'), request.ip ?? '').catch(asHttp);
    return asHttp(error);
  }
}

/** Fires when the request has taken too long. */
function deadline(response: Response, ms: number): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort('timeout'), ms);
  response.once('close', () => clearTimeout(timer));
  return controller.signal;
}

/** Throws the error with the HTTP status and headers that belong to it. */
function asHttp(error: unknown): never {
  if (!(error instanceof GraphQLError)) throw error;
  const { retryAfter } = error.extensions;
  const headers = new Map(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)]]);
  const http = { status: statusOf([error]), headers };
  throw new GraphQLError(error.message, { extensions: { ...error.extensions, http } });
}
