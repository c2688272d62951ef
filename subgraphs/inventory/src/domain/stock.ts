/** Units of one item. */
export interface Units {
  readonly onHand: number;
  readonly reserved: number;
}

/** A wish for units of one item. */
export interface Line {
  readonly itemId: string;
  readonly quantity: number;
}

/** What can still be promised. */
export const availableOf = ({ onHand, reserved }: Units): number => onHand - reserved;

/** One line per item, sorted by item: the order in which rows are locked, by everybody. */
export function mergeLines(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { itemId, quantity } of lines) quantities.set(itemId, (quantities.get(itemId) ?? 0) + quantity);
  return [...quantities]
    .map(([itemId, quantity]) => ({ itemId, quantity }))
    .sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
}

/** What these lines mean to the items as they stand: unknown ones, short ones, and the lines that need a promise. */
export function judge(lines: readonly Line[], items: ReadonlyMap<string, Units & { readonly tracked: boolean }>) {
  const tracked = lines.filter(({ itemId }) => items.get(itemId)?.tracked);
  return {
    unknown: lines.filter(({ itemId }) => !items.has(itemId)).map(({ itemId }) => itemId),
    short: shortOf(tracked, items),
    tracked,
  };
}

/** The items of which fewer are free than wished. */
export const shortOf = (lines: readonly Line[], items: ReadonlyMap<string, Units>): string[] =>
  lines
    .filter(({ itemId, quantity }) => availableOf(items.get(itemId) ?? { onHand: 0, reserved: 0 }) < quantity)
    .map(({ itemId }) => itemId);

/** Whether an item has just run out, or can be had again. */
export function turningPoint(before: number, after: number): 'ran-out' | 'returned' | null {
  if (before > 0 && after === 0) return 'ran-out';
  return before === 0 && after > 0 ? 'returned' : null;
}

/** Whether no more can be promised than its business wants to be told of. */
export const isLow = (available: number, threshold: number | null): boolean =>
  threshold !== null && available <= threshold;
