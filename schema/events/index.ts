import type { z } from 'zod';
import { businessEvents } from './businesses.ts';
import { deliveryEvents } from './delivery.ts';
import { inventoryEvents } from './inventory.ts';
import { orderEvents } from './orders.ts';
import { paymentEvents } from './payments.ts';
import { ratingEvents } from './ratings.ts';
import { userEvents } from './users.ts';

/** Each domain's facts. A domain's stream carries these and no others. */
export const eventsByDomain = {
  users: userEvents,
  businesses: businessEvents,
  inventory: inventoryEvents,
  payments: paymentEvents,
  orders: orderEvents,
  delivery: deliveryEvents,
  ratings: ratingEvents,
} as const;

/** Every event in the supergraph, by type. */
export const eventCatalogue = {
  ...userEvents,
  ...businessEvents,
  ...inventoryEvents,
  ...paymentEvents,
  ...orderEvents,
  ...deliveryEvents,
  ...ratingEvents,
};

export type EventType = keyof typeof eventCatalogue;

/** What a publisher says: amounts as bigint. */
export type EventInput<T extends EventType> = z.input<(typeof eventCatalogue)[T]['payload']>;

/** What a consumer is told, checked: amounts as bigint. */
export type EventPayload<T extends EventType> = z.output<(typeof eventCatalogue)[T]['payload']>;

/** An event as it travels: what happened, to what, when, and in the course of which request. */
export interface EventOf<T extends EventType = EventType> {
  readonly id: string;
  readonly type: T;
  readonly version: number;
  /** The aggregate it is about. Events of one subject are consumed in the order in which they happened. */
  readonly subject: string;
  readonly occurredAt: Date;
  readonly correlationId: string | null;
  readonly payload: EventPayload<T>;
}

/** The domain whose stream carries this type. */
export const publisherOf = (type: EventType): keyof typeof eventsByDomain => {
  for (const [domain, events] of Object.entries(eventsByDomain)) {
    if (type in events) return domain as keyof typeof eventsByDomain;
  }
  throw new Error(`No domain publishes ${type}.`);
};
