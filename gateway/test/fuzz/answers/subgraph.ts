import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import { type Field, fieldOf, type World } from '../world/model.ts';
import { subgraphSdl } from '../world/sdl.ts';
import { identify, isRecord, selectionOf } from './identity.ts';
import { project, rootThing } from './reference.ts';
import { answerOf, gapOf, type Thing, type Truth } from './values.ts';

/** One request to a subgraph, with what the case's entities are and whom to tell of mistakes. */
export interface Request {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly truth: Truth;
  readonly log: Log;
}

/** What is noted while a case runs. */
export interface Log {
  /** Questions that a gateway must never ask. */
  readonly fouls: string[];
  readonly mutations: string[];
  readonly questions: string[];
}

/** A subgraph that answers from the truth, and nothing but what its schema says it can. */
export interface Subgraph {
  readonly name: string;
  answer(request: Request): ExecutionResult | Promise<ExecutionResult>;
}

/** An object in a subgraph: what came with its representation, and what the field it came from provides. */
interface Held extends Thing {
  readonly representation?: Record<string, unknown> | undefined;
  readonly provided?: SelectionSetNode | undefined;
}

/** Opens the subgraph of this name. */
export function openSubgraph(world: World, name: string): Subgraph {
  const schema = executable(world, name);
  const documents = new Map<string, DocumentNode | ExecutionResult>();
  return {
    name,
    answer({ text, variables, truth, log }) {
      const document = documents.get(text) ?? checked(schema, text);
      documents.set(text, document);
      log.questions.push(`${name}: ${text} ${JSON.stringify(variables)}`);
      if (!('kind' in document)) {
        log.fouls.push(`${name} cannot read ${text}: ${document.errors?.[0]?.message}`);
        return document;
      }
      const contextValue: Asking = { truth, log, subgraph: name };
      return execute({
        schema,
        document,
        variableValues: variables,
        contextValue,
        fieldResolver: resolve,
        typeResolver: ({ type }: Held) => (schema.getType(type) ? type : seenAs(world, name)),
      });
    },
  };
}

interface Asking {
  readonly truth: Truth;
  readonly log: Log;
  readonly subgraph: string;
}

/** The one type that an `@interfaceObject` subgraph sees. */
const seenAs = (world: World, subgraph: string): string | undefined =>
  [...world.abstracts.values()].find((type) => type.objectIn === subgraph)?.name;

function checked(schema: GraphQLSchema, text: string): DocumentNode | ExecutionResult {
  const document = parse(text);
  const errors = validate(schema, document);
  return errors.length > 0 ? { errors } : document;
}

/** The schema with what federation adds to it. */
function executable(world: World, name: string): GraphQLSchema {
  const keyed = [...world.objects.values()].filter((type) => type.keys.has(name)).map((type) => type.name);
  const objects = [...world.abstracts.values()].filter((type) => type.objectIn === name).map((type) => type.name);
  const entities = [...keyed, ...objects];
  const sdl = subgraphSdl(world, name);
  const query = /^type Query\b/m.test(sdl) ? 'extend type' : 'type';
  const more =
    entities.length > 0
      ? `scalar _Any union _Entity = ${entities.join(' | ')} ${query} Query { _entities(representations: [_Any!]!): [_Entity]! }`
      : '';
  const empty = query === 'type' && more === '' ? 'type Query { _service: String }' : '';
  return buildSchema(`${sdl}\n${more}\n${empty}`, { assumeValidSDL: true });
}

const resolve: GraphQLFieldResolver<Held | undefined, Asking> = (source, args, asking, { fieldName, parentType }) => {
  if (fieldName === '_entities') return args.representations.map((one: unknown) => entityOf(one, asking));
  const { truth, log, subgraph } = asking;
  const held = source ?? rootThing(parentType.name);
  const field = fieldOf(truth.world, held.type, fieldName) ?? fieldOf(truth.world, parentType.name, fieldName);
  if (parentType.name === 'Mutation') log.mutations.push(fieldName);
  const role = held.type !== parentType.name && fieldName === 'id' ? 'own' : field?.in.get(subgraph);
  if (!field || (role !== 'own' && !provides(held, fieldName)))
    return foul(log, `${subgraph} was asked for ${held.type}.${fieldName}, which it does not resolve`);
  const value = answerOf(truth, held, { field, args, given: givenOf(held, field, asking) });
  const provided = role === 'own' ? field.provides.get(subgraph) : undefined;
  return provided === undefined ? value : withProvided(value, selectionOf(provided));
};

function foul(log: Log, message: string): never {
  log.fouls.push(message);
  throw new Error(message);
}

const provides = (held: Held, name: string): boolean =>
  held.provided?.selections.some((part) => part.kind === Kind.FIELD && part.name.value === name) === true;

function withProvided(value: unknown, provided: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((part) => withProvided(part, provided));
  return isRecord(value) && !(value instanceof Error) ? { ...value, provided } : value;
}

function entityOf(representation: unknown, { truth, log, subgraph }: Asking): Held | Error | null {
  if (!isRecord(representation)) return foul(log, `${subgraph} was given ${JSON.stringify(representation)}`);
  const { world } = truth;
  const name = `${representation.__typename}`;
  const keys = world.objects.get(name)?.keys.get(subgraph);
  const selections = keys ? keys.filter((key) => key.resolvable).map((key) => key.selection) : ['id'];
  try {
    const thing = identify(world, selections, representation);
    const gap = gapOf(truth, thing, subgraph);
    if (gap === undefined) return { ...thing, representation };
    return gap === 'null' ? null : new Error(gap);
  } catch (error) {
    return foul(log, `${subgraph}: ${(error as Error).message}`);
  }
}

/** Whether the field that an object came from brought all of this with it, so that nobody else need be asked. */
const isProvided = ({ provided }: Held, required: SelectionSetNode): boolean =>
  provided !== undefined &&
  required.selections.every(
    (part) =>
      part.kind === Kind.FIELD &&
      provided.selections.some((given) => given.kind === Kind.FIELD && given.name.value === part.name.value),
  );

/** What a field is made of: from the representation, or provided, and from nowhere else. */
function givenOf(held: Held, field: Field, { truth, log, subgraph }: Asking): unknown {
  const required = field.requires.get(subgraph);
  if (required === undefined) return undefined;
  if (isProvided(held, selectionOf(required))) return project(truth, held, selectionOf(required));
  const given = take(held.representation, selectionOf(required));
  if (JSON.stringify(given).includes(MISSING))
    return foul(
      log,
      `${subgraph} was asked for ${held.type}.${field.name} without ${required}: ${JSON.stringify(held.representation)}`,
    );
  return given;
}

const MISSING = '<missing>';

function take(value: unknown, selection: SelectionSetNode | undefined): unknown {
  if (value === undefined) return MISSING;
  if (!selection || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => take(part, selection));
  if (!isRecord(value)) return MISSING;
  const parts: Record<string, unknown> = {};
  for (const part of selection.selections) {
    if (part.kind === Kind.FIELD) parts[part.name.value] = take(value[part.name.value], part.selectionSet);
    if (part.kind === Kind.INLINE_FRAGMENT) Object.assign(parts, takeOf(value, part));
  }
  return parts;
}

/** What a planner leaves out of a representation that `@requires` does not name is the type of an inner object. */
function takeOf(value: Record<string, unknown>, { typeCondition, selectionSet }: InlineFragmentNode): object {
  if (value.__typename !== undefined && value.__typename !== typeCondition?.name.value) return {};
  const taken = Object.entries(take(value, selectionSet) as object);
  return Object.fromEntries(taken.filter(([, part]) => value.__typename !== undefined || part !== MISSING));
}
