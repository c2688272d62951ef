import type { z } from 'zod';
import { ProviderRefused, ProviderUnavailable } from './port.ts';

/** Two attempts of two seconds stay below the five that a calling service waits for us. */
const TIMEOUT_MS = 2_000;
const ATTEMPTS = 2;
const MAX_ANSWER_BYTES = 64 * 1024;

interface Extras {
  readonly idempotencyKey?: string;
  readonly body?: object;
}

/** A provider's REST API as a function: asks, asks again when nothing came back, and checks the answer's shape. */
export const ask =
  (url: string, apiKey: string) =>
  async <Shape extends z.ZodType>(
    shape: Shape,
    method: 'GET' | 'POST',
    path: string,
    { idempotencyKey, body }: Extras = {},
  ): Promise<z.output<Shape>> => {
    const request: RequestInit = {
      method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
    };
    const answer = await patiently(() => once(`${url}${path}`, request));
    const read = shape.safeParse(answer);
    if (!read.success)
      throw new ProviderUnavailable(`the provider answered in an unknown shape: ${read.error.message}`);
    return read.data;
  };

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof ProviderRefused) throw error;
      if (attempts === ATTEMPTS) throw new ProviderUnavailable('the provider does not answer', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100 * (0.5 + Math.random())));
    }
  }
}

async function once(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await response.text();
  if (text.length > MAX_ANSWER_BYTES) throw new ProviderUnavailable('the answer is too large');
  if (response.ok) return JSON.parse(text);
  const message = `the provider answered ${response.status}`;
  // 401 and 429 are about us and now, not about this request: it may well succeed later.
  if (response.status >= 500 || [401, 403, 408, 429].includes(response.status)) throw new ProviderUnavailable(message);
  throw new ProviderRefused(`${message}: ${text.slice(0, 200)}`);
}
