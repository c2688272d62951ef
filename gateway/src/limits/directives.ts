import type { ShapeRule } from './rule.ts';

/** How many directives an operation carries. */
export const directives: ShapeRule = (shape, { LIMIT_DIRECTIVES }) =>
  shape.directives > LIMIT_DIRECTIVES ? `More than ${LIMIT_DIRECTIVES} directives.` : undefined;
