import type { ExecutionResult } from 'graphql';
import { TransportFault } from './faults.ts';

/** What came back over HTTP, whole. */
export interface Reply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** The media type in which a status other than 200 is still the subgraph's own word (GraphQL over HTTP, 6.4.2). */
const GRAPHQL_RESPONSE = 'application/graphql-response+json';
/** Statuses of a proxy that found nobody behind it. */
const NOBODY_THERE = new Set([502, 503, 504]);

/** What we can read, most telling first. */
export const ACCEPT = `${GRAPHQL_RESPONSE}, application/json;q=0.9`;

/** The GraphQL answer in a reply. Throws when it is none: a page of a proxy, a refusal, broken JSON. */
export function answerIn({ status, contentType, body }: Reply): ExecutionResult {
  if (!isOwnWord(status, contentType)) {
    const kind = NOBODY_THERE.has(status) ? 'gone' : 'unbelievable';
    throw new TransportFault(kind, `answered ${status} ${contentType ?? 'without a content type'}`, {
      answering: true,
    });
  }
  try {
    return JSON.parse(body) as ExecutionResult;
  } catch (cause) {
    throw new TransportFault('unbelievable', 'answered something that is no JSON', { cause, answering: true });
  }
}

function isOwnWord(status: number, contentType = ''): boolean {
  const end = contentType.indexOf(';');
  const type = (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  return type === GRAPHQL_RESPONSE || (status === 200 && type === 'application/json');
}
