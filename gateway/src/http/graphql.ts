import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '@app/kernel/log';
import { expressMiddleware } from '@as-integrations/express5';
import type { RequestHandler } from 'express';
import { GraphQLError } from 'graphql';
import type { Admission } from '../admission/admit.ts';
import { type Present, statusOf } from '../errors.ts';
import type { Federation } from '../execution/federation.ts';
import { refusedOperations } from '../metrics.ts';
import { type ClientContext, type ContextParts, openContext } from './context.ts';

/** What queries and mutations over HTTP need. */
export interface GraphqlParts extends ContextParts {
  readonly federation: Federation;
  readonly admission: Admission;
  readonly present: Present;
  readonly log: Logger;
}

/** Queries and mutations over HTTP: Apollo Server in front of our own checks and the federation. */
export async function openGraphql(parts: GraphqlParts): Promise<{ handler: RequestHandler; stop(): Promise<void> }> {
  const { federation, admission, present, log } = parts;
  const server = new ApolloServer<ClientContext>({
    gateway: asGateway(federation),
    documentStore: admission.documents,
    parseOptions: { maxTokens: parts.limits.LIMIT_PARSE_TOKENS },
    // `admission` validates, for sockets too; once is enough.
    dangerouslyDisableValidation: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: present,
    stringifyResult: (result) => JSON.stringify(result),
    logger: log,
    plugins: [
      judge(parts),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  const handler = expressMiddleware(server, { context: ({ req, res }) => openContext(parts, req, res) });
  return { handler, stop: () => server.stop() };
}

type Gateway = NonNullable<ConstructorParameters<typeof ApolloServer>[0]['gateway']>;

/** The federation as Apollo Server takes it. */
const asGateway = ({ schema, execute }: Federation): Gateway => {
  const executor: Awaited<ReturnType<Gateway['load']>>['executor'] = async ({ document, request, context }) => {
    const { variables = {}, operationName } = request;
    return execute({ document, operationName, variables, context: context as ClientContext }) as never;
  };
  let tell: Parameters<Gateway['onSchemaLoadOrUpdate']>[0] | undefined;
  return {
    load: async () => {
      tell?.({ apiSchema: schema, coreSupergraphSdl: '' });
      return { executor };
    },
    onSchemaLoadOrUpdate(callback) {
      tell = callback;
      return () => {
        tell = undefined;
      };
    },
    stop: async () => {},
  };
};

/** Lets no operation through that `admission` does not admit. */
const judge = ({ admission, present }: GraphqlParts): ApolloServerPlugin<ClientContext> => ({
  async requestDidStart() {
    return {
      async responseForOperation({ document, request, contextValue }) {
        const { operationName, variables } = request;
        const admitted = admission.admit({ document, operationName, variables, viewer: contextValue.viewer });
        const errors = admitted.ok ? overHttp(admitted.operation.operation) : admitted.errors;
        if (errors.length === 0) return null;
        const formatted = errors.map((error) => present(error));
        refusedOperations.labels(String(formatted[0]?.extensions?.code)).inc();
        return {
          http: { status: statusOf(formatted), headers: new HeaderMap() },
          body: { kind: 'single', singleResult: { errors: formatted } },
        };
      },
    };
  },
});

const overHttp = (kind: string): readonly GraphQLError[] => (kind === 'subscription' ? [needsStream()] : []);

const needsStream = (): GraphQLError =>
  new GraphQLError('Subscriptions go over WebSocket (graphql-ws), or as an event stream: accept `text/event-stream`.', {
    extensions: { code: 'BAD_REQUEST' },
  });
