import type { GraphQLError } from 'graphql';
import type { LaterParts } from '../../src/run/defer.ts';
import type { ClientPath } from '../../src/run/holes.ts';

/** A first answer with all that followed put into it, as a client does. */
export async function joined(
  answer: unknown,
  later: LaterParts | undefined,
): Promise<{ answer: unknown; errors: readonly GraphQLError[] }> {
  const errors: GraphQLError[] = [];
  for await (const { parts } of later ?? [])
    for (const part of parts) {
      errors.push(...part.errors);
      const fields: object | null = JSON.parse(part.data);
      if (fields !== null) add(placeIn(answer, part.path), fields);
    }
  return { answer, errors };
}

type Fields = { [name: string]: unknown };

const placeIn = (answer: unknown, path: ClientPath): Fields =>
  path.reduce<unknown>((here, segment) => (here as Fields)[segment], answer) as Fields;

function add(target: Fields, fields: object): void {
  for (const [name, value] of Object.entries(fields)) {
    const known = target[name];
    if (typeof known === 'object' && known !== null && typeof value === 'object' && value !== null)
      add(known as Fields, value);
    else target[name] = value;
  }
}
