import { z } from 'zod';

/** An amount in minor units: a bigint in our code, decimal text on the wire. */
export const minor = z.union([z.bigint(), z.string().regex(/^-?\d+$/)]).transform((value) => BigInt(value));

/** A prefixed id, `ord_01J…`. */
export const id = z.string().min(1).max(64);

/** ISO 4217. */
export const currency = z.string().length(3);

/** WGS 84 degrees. */
export const place = z.object({ latitude: z.number(), longitude: z.number() });

/** One event type: its version (raised only when its meaning breaks) and the shape of its payload. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly payload: Payload;
}

/** Declares an event. Adding an optional field is safe; anything else is a new version or a new event. */
export const event = <Shape extends z.ZodRawShape>(version: number, shape: Shape) => ({
  version,
  payload: z.object(shape),
});
