import type { Line } from './stock.ts';

/** How much one customer may have promised at a time, so that nobody empties a shop without buying. */
export interface HoldLimits {
  /** Orders that are not confirmed yet. */
  readonly promisesPerCustomer: number;
  /** Units of one item, unless its business has said otherwise. */
  readonly unitsPerCustomer: number;
}

/** What a customer has promised now, in orders that are not confirmed. */
export interface OpenPromises {
  readonly promises: number;
  readonly units: Readonly<Record<string, number>>;
}

/** An item as its business limits it. */
interface Limited {
  readonly limitPerCustomer: number | null;
}

/** The items of which this would be too many for one customer. */
export const tooManyFor = (
  lines: readonly Line[],
  items: ReadonlyMap<string, Limited>,
  { open, limits }: { open: OpenPromises; limits: HoldLimits },
): string[] =>
  lines
    .filter(({ itemId, quantity }) => {
      const limit = items.get(itemId)?.limitPerCustomer ?? limits.unitsPerCustomer;
      return (open.units[itemId] ?? 0) + quantity > limit;
    })
    .map(({ itemId }) => itemId);
