import { Counter, Gauge } from 'prom-client';

/** Whether questions to a subgraph are refused at once because it failed again and again. */
export const subgraphResting = new Gauge({
  name: 'gateway_subgraph_resting',
  help: '1 while the circuit breaker of a subgraph is open, 0 while it is closed.',
  labelNames: ['subgraph'],
});

/** Questions that got no answer. */
export const subgraphFaults = new Counter({
  name: 'gateway_subgraph_faults_total',
  help: 'Questions to a subgraph that got no answer, by kind of fault.',
  labelNames: ['subgraph', 'kind'],
});

/** Questions in line for a connection. */
export const subgraphWaiting = new Gauge({
  name: 'gateway_subgraph_waiting',
  help: 'Questions that wait for a connection to a subgraph.',
  labelNames: ['subgraph'],
});
