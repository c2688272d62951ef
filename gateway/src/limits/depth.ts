import type { ShapeRule } from './rule.ts';

/** How deep fields nest. */
export const depth: ShapeRule = (shape, { LIMIT_DEPTH }) =>
  shape.depth > LIMIT_DEPTH ? `Fields nest deeper than ${LIMIT_DEPTH} levels.` : undefined;
