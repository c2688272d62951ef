import type { Headers } from './headers.ts';

const PREFLIGHT_SECONDS = 600;
const EXPOSED = ['access-control-expose-headers', 'x-correlation-id, retry-after'];

/** Which foreign pages may read answers. */
export interface Cors {
  /** `own` and what this origin is to be told; made once for every origin that is allowed. */
  headers(origin: string | undefined): Headers;
  /** What a browser asking beforehand is told, beside `headers`. */
  preflight(asked: string | undefined): Headers;
}

/** Allows these origins (`*` for all), on top of headers that every answer carries. `vary` names what else answers depend on. */
export function openCors(origins: readonly string[], own: Headers, vary?: string): Cors {
  const varying = (...names: string[]): Headers => {
    const all = [...(vary ? [vary] : []), ...names];
    return all.length > 0 ? ['vary', all.join(', ')] : [];
  };
  const open = origins.includes('*');
  const named = open ? [] : origins;
  const allowing = (origin: string) => ['access-control-allow-origin', origin, ...EXPOSED];
  const byOrigin = new Map(named.map((origin) => [origin, [...own, ...varying('origin'), ...allowing(origin)]]));
  const others = [...own, ...varying(...(named.length > 0 ? ['origin'] : [])), ...(open ? allowing('*') : [])];
  return {
    headers: (origin) => (origin === undefined ? others : (byOrigin.get(origin) ?? others)),
    preflight: (asked) => [
      'access-control-allow-methods',
      'GET, POST, PUT',
      'access-control-max-age',
      String(PREFLIGHT_SECONDS),
      ...(asked ? ['access-control-allow-headers', asked] : []),
    ],
  };
}
