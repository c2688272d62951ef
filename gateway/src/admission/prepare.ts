import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { aliases } from '../limits/aliases.ts';
import { cardNumberRefused, documentHoldsCardNumber } from '../limits/card-numbers.ts';
import { type Cost, costOf } from '../limits/cost.ts';
import { credentials } from '../limits/credentials.ts';
import { depth } from '../limits/depth.ts';
import { directives } from '../limits/directives.ts';
import { rootFields } from '../limits/root-fields.ts';
import { tooMuch } from '../limits/rule.ts';
import { selections } from '../limits/selections.ts';
import { shapesOf } from '../limits/shape.ts';
import type { Limits } from '../limits/table.ts';
import type { Guards } from './guards.ts';
import { type Guarded, guardedFields } from './refusals.ts';
import { isValid } from './valid.ts';
import { type Variables, variablesOf } from './variables.ts';

/** What is known of an operation before anybody asks for it. */
export interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly cost: Cost;
  readonly guarded: readonly Guarded[];
}

/** What operations are measured against. */
export interface Measures {
  readonly schema: GraphQLSchema;
  readonly guards: Guards;
  readonly limits: Limits;
  /** Whether clients may read the schema. */
  readonly openSchema: boolean;
}

const SHAPE_RULES = [depth, aliases, rootFields, directives, selections, credentials];
const MAX_ERRORS = 20;

/** PostgreSQL holds no NUL in its text. */
const noNul: ValidationRule = (context) => ({
  StringValue(node) {
    if (node.value.includes('\0'))
      context.reportError(
        new GraphQLError('Text must not contain NUL characters.', {
          nodes: node,
          extensions: { code: 'BAD_USER_INPUT' },
        }),
      );
  },
});
const RULES = [...specifiedRules, noNul];
const CLOSED_RULES = [...RULES, NoSchemaIntrospectionCustomRule];

/** Why no operation of this document can be run, whoever asks and with whatever variables. */
export function faultsOf(document: DocumentNode, { schema, limits, openSchema }: Measures): readonly GraphQLError[] {
  // Shape first: some rules of the specification take time in the square of the document's size.
  const tooLarge = shapesOf(document).flatMap((shape) => SHAPE_RULES.flatMap((rule) => rule(shape, limits) ?? []));
  if (tooLarge.length > 0) return [...new Set(tooLarge)].map(tooMuch);
  // Before anything that repeats what it was sent.
  if (documentHoldsCardNumber(document)) return [cardNumberRefused()];
  const rules = openSchema ? RULES : CLOSED_RULES;
  if (isValid(document, { schema, rules })) return [];
  return validate(schema, document, rules, { maxErrors: MAX_ERRORS }).map(coded);
}

/** The operation of this name in a valid document; undefined when there is none, or no single one. */
export function prepareOperation(
  document: DocumentNode,
  operationName: string | null | undefined,
  { schema, guards }: Measures,
): Prepared | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return {
    operation,
    variables: variablesOf(operation, schema),
    cost: costOf(operation, { schema, fragments }),
    guarded: guardedFields(operation, { schema, guards, fragments }),
  };
}

const coded = ({ message, nodes, path, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, {
    ...(nodes && { nodes }),
    ...(path && { path }),
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...extensions },
  });
