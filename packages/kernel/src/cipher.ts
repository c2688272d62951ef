import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Seals personal fields for the database: AES-256-GCM, the key's id in front (P12). */
export interface Cipher {
  /** Seals a text for one place, `Address.line1:adr_1`: anywhere else it cannot be opened. */
  seal(text: string, place: string): string;
  /** The text that was sealed for this place. What was never sealed is answered as it is. Throws CipherRefused. */
  open(sealed: string, place: string): string;
  /** What everything begins with that is sealed with the newest key. */
  readonly currentMark: string;
}

/** A sealed text was changed, belongs somewhere else, or its key is not known here. */
export class CipherRefused extends Error {
  override name = 'CipherRefused';
}

const KEY = /^([a-z0-9]{1,16}):([A-Za-z0-9+/]{43}=)$/;

/**
 * The keys of a domain from the environment, the newest first: `b:<32 bytes in base64>,a:<…>`. To rotate, put a new one in
 * front; the old one may go once everything is sealed anew.
 */
export const fieldKeys = z
  .string()
  .transform((text) => text.split(',').map((part) => KEY.exec(part.trim())))
  .refine((keys) => keys.every(Boolean), 'must be <id>:<32 bytes in base64>, the newest first, with commas in between')
  .transform((keys) =>
    keys.flatMap((key) => (key ? [[key[1] ?? '', Buffer.from(key[2] ?? '', 'base64')] as const] : [])),
  )
  .refine((keys) => new Set(keys.map(([id]) => id)).size === keys.length, 'must not have two keys of one id');

const MARK = 'sealed';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A cipher over these keys: seals with the first, opens with any. */
export function openCipher(keys: z.output<typeof fieldKeys>): Cipher {
  const [newest] = keys;
  if (!newest) throw new CipherRefused('there is no key to seal with');
  const [newestId, newestKey] = newest;
  const byId = new Map(keys);
  return {
    seal(text, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newestKey, iv).setAAD(Buffer.from(place));
      const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${MARK}:${newestId}:${body.toString('base64')}`;
    },
    open(sealed, place) {
      const [mark, id = '', body] = sealed.split(':');
      if (mark !== MARK || body === undefined) return sealed;
      const key = byId.get(id);
      if (!key) throw new CipherRefused(`no key of the id ${id}`);
      return unseal(Buffer.from(body, 'base64'), key, place);
    },
    currentMark: `${MARK}:${newestId}:`,
  };
}

function unseal(body: Buffer, key: Buffer, place: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(body.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  } catch {
    // What the library says is about bytes; that they do not fit is all there is to know.
    throw new CipherRefused(`what is sealed for ${place.split(':')[0]} cannot be opened`);
  }
}
