import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServiceMap } from '@apollo/gateway';
import type { Logger } from '@app/kernel/log';
import type { Viewer } from '@app/kernel/viewer';
import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';

/** One GraphQL request as it came in, over whichever transport. */
export interface ClientOperation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** Who is asking, and until when their token speaks for them. */
export interface Identified {
  readonly viewer: Viewer;
  /** When the access token ends, milliseconds since 1970; null for nobody in particular. */
  readonly expiresAt: number | null;
}

/** What the live part is handed by the rest of the gateway. */
export interface LivePort {
  readonly httpServer: Server;
  readonly log: Logger;
  readonly redisUrl: string;
  /** The composed supergraph as it is served now; a reload answers with another text. */
  supergraphSdl(): string;
  /** One data source a subgraph, by its name; `process` mints the token for `context.viewer`. */
  dataSources(): ServiceMap;
  /** What data sources find as `context` of everything done for this viewer. */
  contextFor(viewer: Viewer): Record<string, unknown>;
  /**
   * Whom `Bearer …` (or nothing) speaks for. Throws a GraphQLError UNAUTHENTICATED when the token is bad, over or
   * revoked. Cheap enough to be asked every five seconds.
   */
  identify(authorization: string | undefined): Promise<Identified>;
  /** The operation parsed, validated and within limits and rights, exactly as over HTTP; or why it is refused. */
  admit(
    operation: ClientOperation,
    viewer: Viewer,
  ): Promise<{ readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] }>;
  /** Runs a query or a mutation as over HTTP. */
  execute(operation: ClientOperation, authorization: string | undefined): Promise<ExecutionResult>;
  /** The error as a client may see it. */
  present(error: GraphQLError): GraphQLError;
}

/** The live part, running: the WebSocket side listens on `port.httpServer` by itself. Made by `openLive(port)` of live/open-live.ts. */
export interface Live {
  /**
   * Answers a GET or POST of /graphql that accepts text/event-stream; false when it is not one of ours. Mount it before
   * the HTTP handler of /graphql; it reads the body itself, or takes `request.body` when that was already read.
   */
  sse(request: IncomingMessage & { body?: unknown }, response: ServerResponse): Promise<boolean>;
  /** Sockets and streams open now, for /health and metrics. */
  counts(): { readonly sockets: number; readonly streams: number; readonly subscriptions: number };
  /** Sends everybody away (1012) and ends what is open. */
  stop(): Promise<void>;
}
