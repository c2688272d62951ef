import { generateKeyPairSync } from 'node:crypto';
import { type Identity, openIdentity } from '@app/kernel/identity';
import type { Viewer } from '@app/kernel/viewer';

/** Signed identities for some services, which believe one another. */
export function openIdentities<const Name extends string>(...names: Name[]): Record<Name, Identity> {
  const pairs = names.map((name) => ({ name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }));
  const keys = pairs.map(({ name, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid: `${name}-1` }));
  const entries = pairs.map(({ name, privateKey }) => [
    name,
    openIdentity(name, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), JSON.stringify({ keys })),
  ]);
  return Object.fromEntries(entries) as Record<Name, Identity>;
}

const user = (id: string, role: string, businessIds: string[] = []): Viewer => ({
  kind: 'user',
  id,
  name: id,
  roles: [role],
  businessIds,
  sessionId: 'ses_1',
  caller: 'gateway',
});

export const ADA = user('usr_ada', 'CUSTOMER');
export const BOB = user('usr_bob', 'CUSTOMER');
export const BISTRO = user('usr_bistro', 'BUSINESS', ['biz_bistro']);
export const PIZZA = user('usr_pizza', 'BUSINESS', ['biz_pizza']);
export const ADMIN = user('usr_admin', 'ADMIN');
export const COURIER = user('usr_courier', 'COURIER');
export const NOBODY: Viewer = {
  kind: 'anonymous',
  id: '',
  name: '',
  roles: [],
  businessIds: [],
  sessionId: null,
  caller: 'gateway',
};
