import { publicError } from '@app/kernel/errors';
import type { GraphQLError } from 'graphql';
import { cardNumberRefused, isCardNumber, madeByPrograms } from './card-numbers.ts';
import type { Limits } from './table.ts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** What no variable may hold anywhere inside: NUL, which PostgreSQL text cannot hold; keys of prototypes; endless nesting; card numbers. */
export function unusableVariables(variables: unknown, limits: Limits): GraphQLError | undefined {
  // A list instead of recursion: nesting must not reach the stack's end before it reaches the limit.
  const waiting: Part[] = [{ key: '', value: variables, depth: 0 }];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const fault = faultOf(part, limits);
    if (fault) return publicError('BAD_USER_INPUT', fault);
    const { key: name, value, depth } = part;
    if (!madeByPrograms(name) && isCardNumber(value)) return cardNumberRefused();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) waiting.push({ key, value: inner, depth: depth + 1 });
  }
  return undefined;
}

interface Part {
  readonly key: string;
  readonly value: unknown;
  readonly depth: number;
}

function faultOf({ key, value, depth }: Part, { LIMIT_VARIABLE_DEPTH }: Limits): string | undefined {
  if (FORBIDDEN_KEYS.has(key) || key.includes('\0')) return 'This is not a name a field can have.';
  if (typeof value === 'string' && value.includes('\0')) return 'Text must not contain NUL characters.';
  return depth > LIMIT_VARIABLE_DEPTH ? `Variables nest deeper than ${LIMIT_VARIABLE_DEPTH} levels.` : undefined;
}
