import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  type TypeNode,
  type VariableDefinitionNode,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { compile, type Executor } from './execute/compile.ts';

/** A document ready to run, or why it is not. */
export type Prepared = Ready | { readonly errors: readonly GraphQLError[] };

/** A document that fits the schema. */
export interface Ready {
  readonly run: Executor;
  /** Variables that carry representations of entities. */
  readonly representations: readonly string[];
}

/** Callers are our own services, so documents are few; the bound is against a caller gone wrong. */
const MAX_DOCUMENTS = 2_000;
const MAX_TOKENS = 20_000;

/** Parses and validates each document once. */
export function documentCache(schema: GraphQLSchema): (query: string) => Prepared {
  const known = new LRUCache<string, Prepared>({ max: MAX_DOCUMENTS });
  return (query) => {
    let prepared = known.get(query);
    if (!prepared) {
      prepared = prepare(schema, query);
      known.set(query, prepared);
    }
    return prepared;
  };
}

function prepare(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS, noLocation: true });
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return { run: compile(schema, document), representations: representationsOf(document) };
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
}

const representationsOf = ({ definitions }: DocumentNode): string[] =>
  definitions
    .flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
    )
    .filter(({ type }: VariableDefinitionNode) => namedType(type) === '_Any')
    .map(({ variable }) => variable.name.value);

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));
