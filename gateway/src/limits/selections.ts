import type { ShapeRule } from './rule.ts';

/** How much an operation selects once its fragments are spread out: stops fragment bombs and sheer breadth. */
export const selections: ShapeRule = (shape, { LIMIT_SELECTIONS }) =>
  shape.selections > LIMIT_SELECTIONS
    ? `More than ${LIMIT_SELECTIONS} selections, counting fragments as often as they are spread.`
    : undefined;
