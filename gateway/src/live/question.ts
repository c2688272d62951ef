import { publicError } from '@app/kernel/errors';
import { keyText } from '@app/kernel/graphql';
import { type DocumentNode, type GraphQLSchema, getArgumentValues, getVariableValues } from 'graphql';
import type { Graph } from '../graph.ts';
import type { Compiled } from './compile.ts';
import { notFound } from './refusals.ts';
import { type LiveArgs, type LiveField, sequenceOf } from './topics.ts';

/** A subscription as a client asked for it; already validated. */
export interface Subscription {
  /** The version of the supergraph it was admitted to. */
  readonly graph: Graph;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

/** What a subscription asks to watch. */
export interface Question {
  readonly field: LiveField;
  readonly args: LiveArgs;
  /** The number of the step to go on after; undefined starts with a snapshot. */
  readonly after: number | undefined;
  /** What the numbers count in: the first argument of a sequenced field. */
  readonly subject: string;
}

/** Reads a subscription's variables and arguments. Throws BAD_USER_INPUT, INVALID_CURSOR or NOT_FOUND. */
export function readQuestion(
  schema: GraphQLSchema,
  { root, operation, field }: Compiled,
  variables: Record<string, unknown>,
): Question {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors) throw publicError('BAD_USER_INPUT', errors[0]?.message ?? 'The variables do not fit.');
  const definition = schema.getSubscriptionType()?.getFields()[root.name.value];
  if (!definition) throw notFound();
  const args = getArgumentValues(definition, root, coerced);
  const subject = checkedIds(field, args);
  const { after } = args;
  const resumes = field.order === 'sequenced' && typeof after === 'string';
  return { field, args, subject, after: resumes ? sequenceOf(after, subject) : undefined };
}

/** Ids become parts of channel names and questions to subgraphs: what cannot be an id is nothing that exists. */
function checkedIds({ open }: LiveField, args: LiveArgs): string {
  const ids = Object.entries(open.args).flatMap(([name, type]) => (type === 'ID!' ? [keyText(args[name])] : []));
  if (ids.includes(null)) throw notFound();
  return ids[0] ?? '';
}
