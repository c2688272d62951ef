import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Identity } from '@app/kernel/identity';
import type { Logger } from '@app/kernel/log';
import type { Viewer } from '@app/kernel/viewer';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Parameters } from './documents/parameters.ts';
import type { Texts } from './documents/texts.ts';
import type { Settings } from './env.ts';
import type { Graph } from './graph.ts';
import type { Source } from './transport/source.ts';

/**
 * What the gateway lends to live updates. Subscriptions judge, plan, fetch and present through the same parts as
 * queries, so that nothing is allowed on a socket that is refused over HTTP.
 */
export interface LivePort {
  /** Upgrade requests arrive here; the path is `/graphql`. It listens only after `attachLive` has returned. */
  readonly httpServer: Server;
  /** The supergraph as it is now: every check an operation passes before it is planned, and how it is answered. */
  graph(): Graph;
  /** Calls whenever another supergraph is served. Answers with how to stop that. */
  onGraph(listener: () => void): () => void;
  /** Subgraphs, for questions that no client asks. */
  readonly sources: ReadonlyMap<string, Pick<Source, 'ask'>>;
  readonly identity: Identity;
  /**
   * The viewer behind an `Authorization` header (`Bearer …`) or a bare token; anonymous when there is none.
   * Throws a GraphQLError UNAUTHENTICATED when the token is bad or its session has ended. Answers from memory for up
   * to 5 s a session, so it is cheap to ask again while a stream is open.
   */
  viewerOf(authorization: string | undefined): Promise<Viewer>;
  /** Finds the document a client names by text, hash or id. */
  readonly texts: Texts;
  /** Counts one operation against the caller's budget; throws a GraphQLError RATE_LIMITED. */
  spend(viewer: Viewer, ip: string): Promise<void> | undefined;
  /** An error as a client may see it: stable code, nothing internal. */
  present(error: GraphQLError): GraphQLFormattedError;
  readonly redisUrl: string;
  readonly log: Logger;
  readonly settings: Settings;
}

/** A client that wants its answers as an event stream; its request has been read. */
export interface EventRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Its `Authorization` header, or what the ticket in its URL stands for. */
  readonly authorization: string | undefined;
  readonly parameters: Parameters;
  readonly ip: string;
}

/** Serves one event stream to its end. Rejects with why there is none, as long as nothing was sent. */
export type AnswerEvents = (asked: EventRequest) => Promise<void>;

/** Live updates, attached. */
export interface Live {
  readonly answerEvents: AnswerEvents;
  /** Ends every stream, telling its client; answers when all are closed. */
  stop(): Promise<void>;
}

/** Exported as `attachLive` by `live/attach.ts`. */
export type AttachLive = (port: LivePort) => Live | Promise<Live>;
