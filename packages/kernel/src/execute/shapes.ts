import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLField,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/** A place in the answer, as graphql-js has it; resolvers see it in `info`. */
export type Path = GraphQLResolveInfo['path'];

/** A value that may still have to be waited for. */
export type Awaitable<T> = T | Promise<T>;

/** An object of the answer. */
export type Answer = Record<string, unknown>;

/** The document's one operation with what it refers to. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** One execution. */
export interface Run {
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: unknown;
  readonly errors: Errors;
}

/** What went wrong in one execution. */
export interface Errors {
  readonly list: readonly GraphQLError[];
  /** Notes an error whose place is null from now on, unless that place is inside one that is null already. */
  add(error: GraphQLError, path: Path | undefined): void;
}

/** The fields of one selection on one object type, in the order of the answer. */
export interface Selection {
  readonly fields: readonly Field[];
}

/** What a field selects on an object of this type. */
export type SelectionOn = (type: GraphQLObjectType) => Selection;

/** One field of the answer, with everything known before it is run. */
export interface Field {
  /** Its name in the answer. */
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  /** Nothing where the parent's property of this name is the value. */
  readonly resolve: NonNullable<GraphQLField<unknown, unknown>['resolve']> | undefined;
  /** Nothing where the schema declares no arguments. */
  readonly argumentsFor: ArgumentsFor | undefined;
  /** The value as it is in the answer when that is plain to see (a string of a String field); otherwise undefined. */
  readonly plain: Plain;
  readonly complete: Complete;
}

/** A field's arguments, new objects each time. Throws when a variable has a null that may not be. */
export type ArgumentsFor = (variables: Run['variables']) => Record<string, unknown>;

/** The value in the answer, or undefined where it needs the long way. Never throws. */
export type Plain = (value: unknown) => unknown;

/** Turns what a resolver answered into what the answer holds. Throws, or rejects, with what is wrong. */
export type Complete = (call: Call, path: Path, value: unknown) => Awaitable<unknown>;

/** The object whose fields are run. */
export interface Parent {
  readonly run: Run;
  readonly source: unknown;
  readonly path: Path | undefined;
}

/** One field being run. */
export interface Call {
  readonly run: Run;
  readonly field: Field;
  readonly path: Path;
  /** Filled in when somebody has to be told. */
  info: GraphQLResolveInfo | undefined;
}
