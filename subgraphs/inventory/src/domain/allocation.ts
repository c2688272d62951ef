import { availableOf, type Line, type Units } from './stock.ts';

/** Units of an item at one location. */
export interface Level extends Units {
  readonly itemId: string;
  readonly variantId: string;
  readonly locationId: string;
}

/** The part of a line that comes from one location. */
export interface Part extends Line {
  readonly variantId: string;
  readonly locationId: string;
}

/**
 * Says from where each line's units come. `levels` are in the order in which their business wants them taken: the first
 * location that has all of a line serves it; when none has, they give what they have in that order. Null: they have too little.
 */
export function allocate(lines: readonly Line[], levels: readonly Level[]): Part[] | null {
  const parts = lines.map((line) =>
    partsOf(
      line,
      levels.filter(({ itemId }) => itemId === line.itemId),
    ),
  );
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

function partsOf({ itemId, quantity }: Line, levels: readonly Level[]): Part[] | null {
  const whole = levels.find((level) => availableOf(level) >= quantity);
  const parts: Part[] = [];
  let missing = quantity;
  for (const level of whole ? [whole] : levels) {
    const taken = Math.min(availableOf(level), missing);
    if (taken <= 0) continue;
    parts.push({ itemId, variantId: level.variantId, locationId: level.locationId, quantity: taken });
    missing -= taken;
  }
  return missing === 0 ? parts : null;
}

const placeOf = ({ itemId, variantId, locationId }: Omit<Part, 'quantity'>): string =>
  [itemId, variantId, locationId].join('\n');

/** The levels as they are once these parts are given back. */
export function withoutPromise<L extends Level>(levels: readonly L[], parts: readonly Part[]): L[] {
  const given = new Map(parts.map((part) => [placeOf(part), part.quantity]));
  return levels.map((level) => ({ ...level, reserved: level.reserved - (given.get(placeOf(level)) ?? 0) }));
}

/** Whether two lists of parts take the same from the same places. */
export const sameParts = (some: readonly Part[], others: readonly Part[]): boolean =>
  fingerprintOf(some) === fingerprintOf(others);

const fingerprintOf = (parts: readonly Part[]): string =>
  parts
    .map((part) => `${placeOf(part)}\n${part.quantity}`)
    .sort()
    .join('\n\n');
