import { publicError } from '@app/kernel/errors';
import { type Peers, PeerUnavailable } from '@app/kernel/peers';
import type { Viewer } from '@app/kernel/viewer';
import { z } from 'zod';

/** What delivery asks of orders and needs an answer to at once. Repeatable; throws UPSTREAM_UNAVAILABLE. */
export interface Kitchens {
  /** Whether a courier may leave with this part: true, and nobody can call it off any more, or false, as somebody has. */
  handOver(sellerOrderId: string): Promise<boolean>;
}

const HAND_OVER = /* GraphQL */ `
  mutation DeliveryHandOver($sellerOrderId: ID!) { sellerOrderHandOver(sellerOrderId: $sellerOrderId) }`;
const handedOver = z.object({ sellerOrderHandOver: z.boolean() });

/** The kitchens over signed calls on behalf of `viewer`. */
export const kitchensOf = (peers: Peers, viewer: Viewer): Kitchens => ({
  async handOver(sellerOrderId) {
    try {
      const answer = await peers.call('orders', HAND_OVER, { sellerOrderId }, viewer);
      return handedOver.parse(answer).sellerOrderHandOver;
    } catch (error) {
      if (!(error instanceof PeerUnavailable)) throw error;
      throw publicError('UPSTREAM_UNAVAILABLE', 'Something this needs does not answer right now. Try again.');
    }
  },
});
