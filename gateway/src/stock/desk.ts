import type { ApolloServer, GraphQLResponse } from '@apollo/server';
import { GraphQLError, Kind, visit } from 'graphql';
import type { Answered, Desk } from '../answering.ts';
import { admitted, type DeskParts } from '../desk.ts';
import { orGiveUp } from '../run/deadline.ts';
import type { Answer } from '../run/run.ts';
import type { RequestContext } from '../transport/source.ts';
import type { StockParts } from './gateway.ts';
import { stockServer } from './server.ts';

/** A desk that has to be closed. */
export interface StockDesk extends Desk {
  close(): Promise<void>;
}

/**
 * The reference: the same checks, identity and sources, but @apollo/gateway plans and executes, behind @apollo/server.
 * What is marked `@defer` comes at once, for @apollo/gateway cannot defer.
 */
export async function openStockDesk({ graph, present, ...parts }: DeskParts & StockParts): Promise<StockDesk> {
  const server = await stockServer(parts);
  return {
    async answer(asked): Promise<Answered> {
      const { context, operationName } = asked;
      const shown = (errors: readonly GraphQLError[]) =>
        errors.map((error) => present(error, error, context.correlationId));
      try {
        const verdict = admitted(graph(), asked);
        if (!verdict.ok) return { kind: 'refused', errors: shown(verdict.errors) };
        const query = asked.query.includes('@defer') ? atOnce(verdict.document) : asked.query;
        const { variables } = verdict;
        const answer = execute(server, { query, variables, ...(operationName && { operationName }) }, context);
        const { data, errors } = await orGiveUp(answer, context.signal);
        return { kind: 'answered', data, errors: shown(errors) };
      } catch (error) {
        if (error instanceof GraphQLError) return { kind: 'refused', errors: shown([error]) };
        throw error;
      }
    },
    close: () => server.stop(),
  };
}

type Operation = Parameters<ApolloServer['executeOperation']>[0];

async function execute(
  server: ApolloServer<RequestContext>,
  operation: Operation,
  contextValue: RequestContext,
): Promise<Answer> {
  const { body } = await server.executeOperation(operation, { contextValue });
  if (body.kind !== 'single') throw new Error('@apollo/server answered in parts');
  const { data, errors = [], extensions } = body.singleResult;
  const all = [...errors, ...holesIn(extensions)];
  return {
    data: JSON.stringify(data ?? null),
    errors: all.map(
      ({ message, path, extensions: more }) =>
        new GraphQLError(message, { ...(path && { path }), ...(more && { extensions: more }) }),
    ),
  };
}

type Result = Extract<GraphQLResponse['body'], { kind: 'single' }>['singleResult'];

/** Where a subgraph answers null though its schema says "never", @apollo/gateway leaves a hole and tells only here. */
const holesIn = (extensions: Result['extensions']): readonly GraphQLError[] =>
  Array.isArray(extensions?.valueCompletion) ? extensions.valueCompletion : [];

const atOnce = <Document extends Parameters<typeof visit>[0]>(document: Document): Document =>
  visit(document, {
    [Kind.DIRECTIVE]: ({ name }: { name: { value: string } }) => (name.value === 'defer' ? null : undefined),
  }) as Document;
