import { GraphQLScalarType, Kind } from 'graphql';
import { publicError } from './errors.ts';
import type { Result } from './result.ts';

type Keys<T> = Exclude<keyof T & string, '__typename'>;

/**
 * Resolvers for an object type, where every field the row cannot answer by itself is required.
 * Forgetting one is a compile error instead of a null in production.
 */
export type ObjectResolvers<Resolvers, Gql, Row> = Resolvers &
  Required<Pick<Resolvers, Extract<keyof Resolvers, Exclude<Keys<Gql>, Keys<Row>>>>>;

/** One entry of a payload's `userErrors`. */
export interface UserError<Code extends string> {
  readonly code: Code;
  readonly message: string;
  readonly path: string[] | null;
}

/** Folds a command's answer into a `{ <field>, userErrors }` payload. */
export const payload =
  <const Field extends string>(field: Field) =>
  <T, Code extends string>(result: Result<T, Code>) =>
    ({ [field]: result.ok ? result.value : null, userErrors: userErrors(result) }) as { [K in Field]: T | null } & {
      userErrors: UserError<Code>[];
    };

/** The `userErrors` of a command's answer: none, or the one refusal. */
export const userErrors = <Code extends string>(result: Result<unknown, Code>): UserError<Code>[] =>
  result.ok ? [] : [{ code: result.code, message: result.message, path: result.path ? [...result.path] : null }];

const text = (kind: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  throw publicError('BAD_USER_INPUT', `${kind} must be a string.`);
};

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function instant(value: unknown): Date {
  const date = new Date(text('DateTime', value));
  if (!RFC3339.test(String(value)) || Number.isNaN(date.getTime())) {
    throw publicError('BAD_USER_INPUT', 'DateTime must be RFC 3339, as in 2026-01-31T12:00:00Z.');
  }
  return date;
}

function integer(value: unknown): bigint {
  if (!/^-?\d{1,30}$/.test(text('BigInt', value)))
    throw publicError('BAD_USER_INPUT', 'BigInt must be decimal digits.');
  return BigInt(value as string);
}

/** The scalars every domain's SDL has. */
export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
    parseValue: instant,
    parseLiteral: (node) => instant(node.kind === Kind.STRING ? node.value : null),
  }),
  BigInt: new GraphQLScalarType<bigint, string>({
    name: 'BigInt',
    serialize: (value) => String(value),
    parseValue: integer,
    parseLiteral: (node) => integer(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : null),
  }),
};

/**
 * The key of an entity representation, which comes from outside and may be anything: a string, or null for what cannot
 * be a key, so that no object ever reaches a query as an operator.
 */
export const keyText = (value: unknown): string | null =>
  typeof value === 'string' && value.length > 0 && value.length <= 64 && !value.includes('\0') ? value : null;
