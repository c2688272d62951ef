import type { ExecutionResult, GraphQLFieldResolver } from 'graphql';
import type { Planner } from '../../src/planning/port.ts';

/** One supergraph and what is expected of it. */
export interface Suite {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, Subgraph>>;
  readonly cases: readonly Case[];
}

/** Numbers that the resolvers of one case share, whichever subgraph they are in; empty when a case begins. */
export type State = Record<string, number>;

/** A subgraph in memory. */
export interface Subgraph {
  /** Without the `@link` to federation, which is added with every directive imported. */
  readonly sdl: string;
  /** Written for federation 1: no `@link` is added. */
  readonly federation?: 1;
  /** Root fields: values, or functions of (arguments, state). */
  readonly root?: Readonly<Record<string, unknown>>;
  /** Records by entity type, found by whichever key a representation carries. What it carries beside is merged in. */
  readonly entities?: Readonly<Record<string, readonly object[]>>;
  /** For fields that records do not hold. Functions of (record, arguments, state), as ever. */
  readonly resolvers?: Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<never, State>>>>>;
}

/** What a subgraph's answer becomes on its way, or an exception instead. */
export type Fault = (answer: ExecutionResult) => ExecutionResult;

/** One row. Answers are written by hand from the GraphQL specification. */
export interface Case {
  readonly name: string;
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The whole answer; fields in the order in which the query asks for them. */
  readonly data: unknown;
  /** With `@defer`: what is answered first. All parts put into it make `data`, and so does the query without parts. */
  readonly first?: unknown;
  /** Paths of all errors, as `orders.0.buyer`; an error without a path is `''`. */
  readonly errors?: readonly string[];
  /** Requests to each subgraph; those not named get none. */
  readonly asks?: Readonly<Record<string, number>>;
  /** Representations sent to each subgraph; those not named get none. */
  readonly representations?: Readonly<Record<string, number>>;
  readonly faults?: Readonly<Record<string, Fault>>;
  /** Planners that are known to plan this wrongly; the case is expected to fail on them. */
  readonly wrong?: readonly Planner['name'][];
}

/** Declares a suite. */
export const suite = (declared: Suite): Suite => declared;
