import { GraphQLError } from 'graphql';
import type { Shape } from './shape.ts';
import type { Limits } from './table.ts';

/** One limit on the shape of an operation. Answers with why it is refused, if it is. */
export type ShapeRule = (shape: Shape, limits: Limits) => string | undefined;

/** A client asked for more than it may. */
export const tooMuch = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_LARGE' } });
