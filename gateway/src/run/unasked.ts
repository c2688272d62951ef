import type { GraphQLError } from 'graphql';
import type { Flags } from '../compile/conditions.ts';
import type { ObjectShape, Shape } from '../compile/shape.ts';
import type { ClientPath } from './holes.ts';

/**
 * Without errors of fields that `@skip` and `@include` rule out: a planner may have them fetched all the same, and the
 * client asked for nothing there. Errors of what only the gateway asked for stay, since they say why something is null.
 */
export const ofAsked = (
  errors: readonly GraphQLError[],
  shape: ObjectShape,
  { value, flags }: { value: unknown; flags: Flags },
): readonly GraphQLError[] => errors.filter(({ path }) => !path || !isRuledOut(shape, value, { path, flags }));

function isRuledOut(shape: Shape, value: unknown, { path, flags }: { path: ClientPath; flags: Flags }): boolean {
  const [segment, ...below] = path;
  if (segment === undefined || typeof value !== 'object' || value === null || shape.kind === 'leaf') return false;
  const inner = (value as Record<string | number, unknown>)[segment];
  if (shape.kind === 'list') return isRuledOut(shape.of, inner, { path: below, flags });
  const slots = slotsOf(shape, value, segment);
  const counting = slots.find(({ when }) => !when || when(flags));
  if (!counting) return slots.length > 0;
  return typeof counting.content === 'object' && isRuledOut(counting.content, inner, { path: below, flags });
}

const slotsOf = (shape: ObjectShape, value: object, segment: string | number) =>
  shape.fieldsOf((value as { __typename?: string }).__typename)?.slots.filter(({ key }) => key === segment) ?? [];
