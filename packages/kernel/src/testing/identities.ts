import { generateKeyPairSync } from 'node:crypto';
import { type Identity, openIdentity } from '../identity.ts';

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
