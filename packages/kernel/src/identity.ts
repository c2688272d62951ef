import { LRUCache } from 'lru-cache';
import { type EventMacs, openEventMacs } from './events/macs.ts';
import {
  type KeyRing,
  keyRing,
  type SigningKey,
  serviceOfKid,
  signingKey,
  signToken,
  TokenRefused,
  verifyToken,
} from './tokens.ts';
import type { Viewer } from './viewer.ts';

const TYP = 'svc+jwt';
/** A service token's life; reliability.md asks for at most 30 seconds. */
const LIFE_SECONDS = 30;
/** A minted token is used again while at least this much of its life is left. */
const REUSE_MS = 15_000;

/** Who a service is to the others: it signs as itself, and believes only tokens made for it. */
export interface Identity {
  readonly service: string;
  /** A token that lets exactly `target` act for `viewer` for half a minute. */
  mint(target: string, viewer: Viewer): string;
  /** The viewer a token speaks for. Throws TokenRefused. */
  verify(token: string | undefined): Viewer;
  /** How its events are known as its own. */
  readonly macs: EventMacs;
}

/** Opens a service's identity from its private key and everybody's public keys (JWKS, `kid` = `<service>-<n>`). */
export function openIdentity(service: string, privateKeyPem: string, jwks: string): Identity {
  const own: SigningKey = signingKey(`${service}-1`, privateKeyPem);
  const keys: KeyRing = keyRing(jwks);
  const minted = new LRUCache<string, Map<string, Minted>>({ max: MAX_VIEWERS });
  const believed = new LRUCache<string, { viewer: Viewer; exp: number }>({ max: 10_000 });
  const issuers = [...new Set([...keys.keys()].map(serviceOfKid))];
  // A request asks several subgraphs as the same viewer.
  const near = new WeakMap<Viewer, Map<string, Minted>>();

  /** Viewers of whom tokens say the same share them. */
  function mintedFor(viewer: Viewer): Map<string, Minted> {
    let ofViewer = near.get(viewer);
    if (ofViewer) return ofViewer;
    const key = keyOf(viewer);
    ofViewer = minted.get(key) ?? new Map<string, Minted>();
    minted.set(key, ofViewer);
    near.set(viewer, ofViewer);
    return ofViewer;
  }

  return {
    service,
    macs: openEventMacs(own, keys),
    mint(target, viewer) {
      const ofViewer = mintedFor(viewer);
      const known = ofViewer.get(target);
      if (known && known.until > Date.now()) return known.token;
      const { kind, id, name, roles, businessIds, sessionId } = viewer;
      const token = signToken(own, {
        typ: TYP,
        iss: service,
        aud: target,
        sub: id || 'anonymous',
        seconds: LIFE_SECONDS,
        claims: { kind, id, name, roles, businessIds, sid: sessionId },
      });
      ofViewer.set(target, { token, until: Date.now() + REUSE_MS });
      return token;
    },
    verify(token) {
      if (!token) throw new TokenRefused('no service token');
      const known = believed.get(token);
      if (known && known.exp > Date.now() / 1000) return known.viewer;
      const claims = verifyToken(token, { keys, typ: TYP, iss: issuers, aud: service, maxSeconds: LIFE_SECONDS });
      if (serviceOfKid(kidOf(token)) !== claims.iss)
        throw new TokenRefused('signed by another service than its issuer');
      const viewer = viewerFrom(claims as unknown as ServiceClaims);
      believed.set(token, { viewer, exp: claims.exp });
      return viewer;
    },
  };
}

/** A token that was made, and until when it is used again. */
interface Minted {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Viewers whose tokens are kept, a few hundred bytes for each subgraph. */
const MAX_VIEWERS = 3_000;

/** Everything a token says of a viewer. */
const keyOf = ({ kind, id, sessionId, roles, businessIds, name }: Viewer): string =>
  JSON.stringify([kind, id, sessionId, roles, businessIds, name]);

interface ServiceClaims {
  iss: string;
  kind: Viewer['kind'];
  id: string;
  name: string;
  roles: string[];
  businessIds: string[];
  sid: string | null;
}

const kidOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString()) as { kid: string }).kid;

const viewerFrom = ({ iss, kind, id, name, roles, businessIds, sid }: ServiceClaims): Viewer => ({
  kind,
  id,
  name,
  roles,
  businessIds,
  sessionId: sid,
  caller: iss,
});
