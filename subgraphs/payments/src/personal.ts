import { CipherRefused, type fieldKeys, openCipher } from '@app/kernel/cipher';
import { openRow, resealTable, sealRow } from '@app/kernel/sealed-fields';
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { WebhookKey } from './domain/reconcile.ts';

/** What is sealed in the database (P12): what providers say of those who pay. */
const WEBHOOK = { table: 'WebhookEvent', columns: ['body'], key: ['provider', 'eventId'] } as const;

/** A webhook, its body as it came or as it is kept. */
export type Webhook = WebhookKey & { readonly body: string };

/** Seals what is personal, with the newest of this domain's keys. */
export interface Vault {
  /** A webhook as it is kept. */
  seal(webhook: Webhook): Webhook;
  /** The body of a kept webhook as it came, also of one from before bodies were sealed. Throws CipherRefused. */
  bodyOf(kept: Webhook): string;
  /** Seals what is not sealed with the newest key. Answers how many webhooks. Throws CipherRefused. */
  reseal(pool: Pick<Pool, 'query'>): Promise<number>;
}

/** Opens the vault with these keys. */
export function openVault(keys: z.output<typeof fieldKeys>): Vault {
  const cipher = openCipher(keys);
  return {
    seal: sealRow(cipher, WEBHOOK),
    bodyOf: (kept) => readable(() => openRow(cipher, WEBHOOK)(kept).body),
    reseal: (pool) => readable(() => resealTable(pool, cipher, WEBHOOK)),
  };
}

const HINT = 'every key that a webhook is sealed with has to stand in PAYMENTS_FIELD_KEYS; nothing is lost meanwhile';

/** Tells who looks after this what to do. */
function readable<T>(read: () => T): T {
  const explain = (error: unknown): never => {
    throw error instanceof CipherRefused ? new CipherRefused(`${error.message}: ${HINT}`) : error;
  };
  try {
    const answer = read();
    return answer instanceof Promise ? (answer.catch(explain) as T) : answer;
  } catch (error) {
    return explain(error);
  }
}
