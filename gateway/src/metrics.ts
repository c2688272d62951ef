import { Counter, Histogram } from 'prom-client';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Client requests by kind and HTTP status. */
export const requestSeconds = new Histogram({
  name: 'gateway_request_seconds',
  help: 'Time to answer one client request over HTTP.',
  labelNames: ['route', 'status'],
  buckets,
});

/** Questions to subgraphs. */
export const fetchSeconds = new Histogram({
  name: 'gateway_fetch_seconds',
  help: 'Time one question to a subgraph took.',
  labelNames: ['subgraph', 'outcome'],
  buckets,
});

/** What was refused before planning, by code. */
export const refusedOperations = new Counter({
  name: 'gateway_refused_operations_total',
  help: 'Operations refused before planning, by error code.',
  labelNames: ['code'],
});

/** Reads that were answered by an equal one under way. */
export const sharedReads = new Counter({
  name: 'gateway_shared_reads_total',
  help: 'Reads answered by an equal read under way.',
});
