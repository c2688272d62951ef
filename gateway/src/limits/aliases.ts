import type { ShapeRule } from './rule.ts';

/** How often one request may ask the same thing again: by alias, or by plain repetition. */
export const aliases: ShapeRule = (shape, { LIMIT_ALIASES }) =>
  shape.aliases > LIMIT_ALIASES ? `More than ${LIMIT_ALIASES} aliased or repeated fields.` : undefined;
