/** A request as a client makes it. */
export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A client's access token. */
  readonly token?: string;
}

/** The three kinds of rounds. */
export type Group = 'gateway-only' | 'own-graph' | 'end-to-end';

/** One kind of load. */
export interface Scenario {
  readonly group: Group;
  readonly name: string;
  readonly connections: number;
  /** How many times as long as others its rounds are. */
  readonly length?: number;
  /** The n-th request of a run, sent on this connection. */
  request(n: number, connection: number): Question;
  /** The right answer's JSON text. */
  expected(question: Question): string | Promise<string>;
}
