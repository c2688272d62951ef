import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from './transport/source.ts';

/** One query or mutation as a client sent it, over whichever transport. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: RequestContext;
  /** Whether the transport can carry parts that follow later (`@defer`); otherwise the answer comes whole. */
  readonly defer?: boolean;
  /** Whether only a query may run (HTTP GET). */
  readonly readOnly?: boolean;
}

/** What the client is told. */
export type Answered =
  /** Nothing was run: the answer has no `data` entry. */
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  | {
      readonly kind: 'answered';
      /** JSON text. */
      readonly data: string;
      readonly errors: readonly GraphQLFormattedError[];
      /** Whole incremental payloads as JSON text (`{"incremental":[…],"hasNext":…}`), in the order they are ready. */
      readonly later?: AsyncIterable<string> | undefined;
      /** How long anybody may keep it, when nothing in it is only one viewer's. Absent: not at all. */
      readonly publicForSeconds?: number | undefined;
    };

/** The graph as HTTP, WebSocket and event streams use it: checks, plans and runs operations. */
export interface Desk {
  /** Never throws for what a client sent. */
  answer(asked: Asked): Promise<Answered>;
}

/** The whole answer as JSON text. */
export const bodyOf = (answered: Answered, hasNext?: boolean): string => {
  const errors = answered.errors.length > 0 ? `"errors":${JSON.stringify(answered.errors)}` : '';
  if (answered.kind === 'refused') return `{${errors}}`;
  const more = hasNext === undefined ? '' : `,"hasNext":${hasNext}`;
  return `{${errors && `${errors},`}"data":${answered.data}${more}}`;
};
