import { retellAfterLoss } from './loss.ts';
import { LostMemory, type RelayParts, relayBatch } from './relay.ts';
import type { Standing } from './streams.ts';

/** How often Redis is asked what it has although there is nothing new to tell. */
const LOOK_EVERY_MS = 3_000;

/**
 * Rounds of telling, one after the other: now and then, and whenever Redis turns out not to be what it was, it is looked for
 * what it lost; that is told before anything new. Each round answers whether there may be more.
 */
export function openTelling(parts: RelayParts): () => Promise<boolean> {
  let standing: Standing | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (!standing || performance.now() - lookedAt >= LOOK_EVERY_MS) {
      standing = await retellAfterLoss(parts);
      lookedAt = performance.now();
    }
    if (!standing) return true;
    try {
      const relayed = await relayBatch(parts, standing);
      standing = relayed.standing;
      return relayed.more;
    } catch (error) {
      standing = null;
      if (error instanceof LostMemory) return true;
      throw error;
    }
  };
}
