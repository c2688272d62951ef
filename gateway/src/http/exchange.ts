import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request and the response it is owed. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Its number in logs, in traces and in the answer's `x-correlation-id`. */
  readonly correlationId: string;
  /** What it counts as in the figures. */
  readonly route: string;
  /** `performance.now()` when it arrived. */
  readonly begun: number;
  /** Headers every answer on this route carries to this caller: names and values in turn. */
  readonly headers: readonly string[];
}
