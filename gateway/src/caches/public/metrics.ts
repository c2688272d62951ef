import { Counter } from 'prom-client';

/** Public answers by where they came from: this process, Redis, one under way, the subgraph. */
export const publicAnswers = new Counter({
  name: 'gateway_public_answers_total',
  help: 'Public answers asked for, by subgraph and by where they came from.',
  labelNames: ['subgraph', 'from'],
});
