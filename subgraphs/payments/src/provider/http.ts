import type { z } from 'zod';
import { ProviderRefused, ProviderUnavailable } from './port.ts';

/** Two attempts of two seconds stay below the five that a calling service waits for us. */
export const TIMEOUT_MS = 2_000;
const ATTEMPTS = 2;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Statuses about us and now, not about the request: it may well succeed later. */
const NOT_NOW = [401, 403, 408, 425, 429];

interface Extras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** False for what a provider would do twice. */
  readonly repeatable?: boolean;
}

/** How a REST API is reached. */
export interface Api {
  readonly url: string;
  /** The `authorization` header. */
  readonly authorization: string;
  /** Whether `409` means that the same request is under way, so that it is asked again. */
  readonly conflictMeansLater?: boolean;
}

/** A provider's REST API as a function: asks, asks again when nothing came back, and checks the answer's shape. */
export const ask =
  (api: Api) =>
  async <Shape extends z.ZodType>(
    shape: Shape,
    [method, path]: readonly ['GET' | 'POST', string],
    { headers, body, repeatable = true }: Extras = {},
  ): Promise<z.output<Shape>> => {
    const request: RequestInit = {
      method,
      redirect: 'error',
      headers: {
        authorization: api.authorization,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    };
    const answer = await patiently(() => once(api, path, request), repeatable ? ATTEMPTS : 1);
    const read = shape.safeParse(answer);
    if (!read.success)
      throw new ProviderUnavailable(`the provider answered in an unknown shape: ${read.error.message}`);
    return read.data;
  };

/** The `authorization` header of HTTP Basic. */
export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** What a webhook's JSON says in our words; null for anything else. */
export function readNews<Shape extends z.ZodType, News>(
  shape: Shape,
  body: string,
  inOurWords: (event: z.output<Shape>) => News | null,
): News | null {
  try {
    return inOurWords(shape.parse(JSON.parse(body)));
  } catch {
    return null; // No JSON, of no interest, or an amount that cannot be ours.
  }
}

async function patiently<T>(attempt: () => Promise<T>, most: number): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof ProviderRefused) throw error;
      if (attempts >= most) throw new ProviderUnavailable('the provider does not answer', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100 * (0.5 + Math.random())));
    }
  }
}

async function once({ url, conflictMeansLater }: Api, path: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await response.text();
  if (text.length > MAX_ANSWER_BYTES) throw new ProviderUnavailable('the answer is too large');
  const { ok, status } = response;
  if (ok) return JSON.parse(text);
  const message = `the provider answered ${status}`;
  if (status >= 500 || NOT_NOW.includes(status) || (status === 409 && conflictMeansLater))
    throw new ProviderUnavailable(message);
  throw new ProviderRefused(`${message}: ${text.slice(0, 200)}`);
}
