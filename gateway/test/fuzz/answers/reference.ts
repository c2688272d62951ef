import {
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../operations/operation.ts';
import { type Field, fieldOf } from '../world/model.ts';
import { selectionOf } from './identity.ts';
import { answerOf, type Thing, type Truth } from './values.ts';

/** The right answer, and the mutations in the order they ran. */
export interface Reference {
  readonly result: ExecutionResult;
  readonly mutations: readonly string[];
  /** What a subscription's field was, if it was anything. */
  readonly event?: unknown;
}

/** One schema, one execution, no subgraphs: what everybody else is compared with. */
export function answerAlone(schema: GraphQLSchema, truth: Truth, operation: Operation): Reference {
  const reached: Reached = { mutations: [] };
  const result = execute({
    schema,
    document: operation.document,
    variableValues: operation.variables,
    fieldResolver: resolverFor(truth, reached),
    typeResolver: (thing: Thing) => thing.type,
  });
  if (result instanceof Promise) throw new Error('the reference is to answer at once');
  return { result, ...reached };
}

interface Reached {
  readonly mutations: string[];
  event?: unknown;
}

const resolverFor =
  (truth: Truth, reached: Reached): GraphQLFieldResolver<Thing | undefined, unknown> =>
  (source, args, _context, { fieldName, parentType }) => {
    const thing = source ?? rootThing(parentType.name);
    const field = fieldOf(truth.world, thing.type, fieldName);
    if (!field) throw new Error(`nobody has ${thing.type}.${fieldName}`);
    if (parentType.name === 'Mutation') reached.mutations.push(fieldName);
    const value = answerOf(truth, thing, { field, args, given: givenTo(truth, thing, field) });
    if (parentType.name === 'Subscription') reached.event = value;
    return value;
  };

/** What an operation begins with. */
export const rootThing = (type: string): Thing => ({ type, identity: type });

/** What a representation has to bring of an object, as JSON. */
export function project(truth: Truth, thing: Thing, selection: SelectionSetNode): Record<string, unknown> {
  return Object.assign({}, ...selection.selections.map((part) => projectPart(truth, thing, part)));
}

function projectPart(truth: Truth, thing: Thing, part: SelectionNode): Record<string, unknown> {
  if (part.kind === Kind.INLINE_FRAGMENT)
    return part.typeCondition?.name.value === thing.type ? project(truth, thing, part.selectionSet) : {};
  const name = part.name.value;
  const field = fieldOf(truth.world, thing.type, name);
  if (!field || part.kind !== Kind.FIELD) throw new Error(`nobody has ${thing.type}.${name}`);
  const value = answerOf(truth, thing, { field, args: {}, given: givenTo(truth, thing, field) });
  return { [name]: through(truth, value, part.selectionSet) };
}

/** What a field is made of, when it requires something. */
function givenTo(truth: Truth, thing: Thing, { requires }: Field): unknown {
  const [required] = requires.values();
  return required === undefined ? undefined : project(truth, thing, selectionOf(required));
}

function through(truth: Truth, value: unknown, selection: SelectionSetNode | undefined): unknown {
  if (!selection || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => through(truth, part, selection));
  return project(truth, value as Thing, selection);
}
