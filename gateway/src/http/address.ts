import type { IncomingMessage } from 'node:http';

/** The client's address, past as many proxies as are believed: the last ones that wrote `X-Forwarded-For`. */
export function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const own = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return own;
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined) return own;
  const hops = String(forwarded).split(',');
  return hops[Math.max(0, hops.length - trustedProxies)]?.trim() || own;
}
