import cluster from 'node:cluster';
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client';
import { figuresOfAll, tellFigures } from './workers/figures.ts';

let started = false;

/** Starts the process's own figures (memory, event loop, GC) once. */
export function startProcessMetrics(): void {
  if (started) return;
  started = true;
  collectDefaultMetrics();
}

/** Prometheus text of everything this process counts (X5); in one of several workers, of all of them. */
export const metricsText = (): Promise<string> => (cluster.isWorker ? figuresOfAll() : register.metrics());

/** In one of several workers: lets the others read what this one counts, labelled `worker`. */
export const tellOwnFigures = (worker: string): void => tellFigures(register, worker);
export const metricsContentType = register.contentType;

/** GraphQL requests a subgraph answered, by outcome. */
export const subgraphRequests = new Histogram({
  name: 'subgraph_request_seconds',
  help: 'Time to answer one GraphQL request in a subgraph.',
  labelNames: ['service', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** SQL statements sent, by service. */
export const sqlStatements = new Counter({
  name: 'sql_statements_total',
  help: 'SQL statements sent.',
  labelNames: ['service'],
});

/** Events told to the streams, and reactions to them, by outcome. */
export const eventsRelayed = new Counter({
  name: 'events_relayed_total',
  help: 'Outbox rows told.',
  labelNames: ['service', 'channel'],
});
export const eventsHandled = new Counter({
  name: 'events_handled_total',
  help: 'Reactions to events.',
  labelNames: ['service', 'consumer', 'outcome'],
});

/** Rows that wait in the outbox, and letters that nobody could handle. */
export const outboxWaiting = new Gauge({
  name: 'outbox_waiting',
  help: 'Outbox rows not told yet.',
  labelNames: ['service'],
});
export const deadLetters = new Gauge({
  name: 'dead_letters',
  help: 'Dead letters not replayed.',
  labelNames: ['service'],
});

/** A counter of something that only one domain knows. Names end in `_total`; a name exists once in a process. */
export const counterOf = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
  new Counter({ name, help, labelNames });
