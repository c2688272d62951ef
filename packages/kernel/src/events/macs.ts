import { createHash, createHmac, diffieHellman, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type KeyRing, type SigningKey, serviceOfKid } from '../tokens.ts';

/**
 * Tells a listener that an event is its publisher's, and not of somebody who can write to Redis (X9): a message
 * authentication code for each service that may listen. Its key is known to the two alone, who have it from their own
 * private key and the other's public one (ECDH); so nothing has to be handed out, and who listens to a publisher cannot write
 * in its name to others.
 */
export interface EventMacs {
  /** The codes that travel beside an event of ours, for everybody. */
  of(text: string): string;
  /** Whether `publisher` wrote this, for us. */
  prove(publisher: string, text: string, macs: string): boolean;
}

/** 128 bits. Whoever guesses leaves a dead letter each time. */
const MAC_BYTES = 16;

/** Opens the codes of the service whose private key this is, with everybody whose public key is in the ring. */
export function openEventMacs(own: SigningKey, ring: KeyRing): EventMacs {
  const pairs = [...ring].map(([kid, publicKey]) => {
    const secret = diffieHellman({ privateKey: own.key, publicKey });
    return { kid, ours: macKey(secret, own.kid, kid), theirs: macKey(secret, kid, own.kid) };
  });

  return {
    of(text) {
      const digest = digestOf(text);
      return pairs.map(({ kid, ours }) => `${kid}=${macOf(ours, digest).toString('base64url')}`).join(' ');
    },
    prove(publisher, text, macs) {
      const forUs = macs.split(' ').find((each) => each.startsWith(`${own.kid}=`));
      const given = Buffer.from(forUs?.slice(own.kid.length + 1) ?? '', 'base64url');
      if (given.length !== MAC_BYTES) return false;
      const digest = digestOf(text);
      const senders = pairs.filter(({ kid }) => serviceOfKid(kid) === publisher);
      return senders.some(({ theirs }) => timingSafeEqual(macOf(theirs, digest), given));
    },
  };
}

/** A key for each direction: what we wrote for them proves nothing when it comes back as theirs. */
const macKey = (secret: Buffer, from: string, to: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `event ${from} > ${to}`, 32));

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const macOf = (key: Buffer, digest: Buffer): Buffer =>
  createHmac('sha256', key).update(digest).digest().subarray(0, MAC_BYTES);
