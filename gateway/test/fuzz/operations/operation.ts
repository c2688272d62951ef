import { type DocumentNode, type GraphQLSchema, NoUnusedFragmentsRule, parse, specifiedRules, validate } from 'graphql';
import { type Random, randomFrom } from '../random.ts';
import { drawDocument } from './document.ts';

/** A valid operation with its variables. */
export interface Operation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

const RULES = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

/** A random operation that is valid for the schema, a subscription where it is to be `live`; undefined when none was found in ten attempts. */
export function drawOperation(schema: GraphQLSchema, seed: number, live = false): Operation | undefined {
  const random = randomFrom(seed);
  for (let attempt = 0; attempt < 10; attempt++) {
    const operation = attemptOperation(schema, random, { unique: attempt > 3, live });
    if (operation && isValid(schema, operation.document)) return operation;
  }
  return undefined;
}

function attemptOperation(
  schema: GraphQLSchema,
  random: Random,
  how: { readonly unique: boolean; readonly live: boolean },
): Operation {
  const { text, variables } = drawDocument(schema, random, how);
  return { text, document: parse(text), variables };
}

/** Whether clients may ask this. */
export const isValid = (schema: GraphQLSchema, document: DocumentNode): boolean =>
  validate(schema, document, RULES).length === 0;
