import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** What a process counts, as prom-client hands it out. */
export type Figures = MetricObjectWithValues<MetricValue<string>>[];

/** What workers and the process that keeps them say to each other. */
export type WorkerMessage =
  /** A worker answers from now on. */
  | { readonly worker: 'ready' }
  /** To a worker: end gracefully. */
  | { readonly worker: 'stop' }
  /** A worker wants the figures of all of them, as text. */
  | { readonly worker: 'gather'; readonly id: number }
  | { readonly worker: 'gathered'; readonly id: number; readonly text: string }
  /** To a worker: say what you count. */
  | { readonly worker: 'measure'; readonly id: number }
  | { readonly worker: 'measured'; readonly id: number; readonly figures: Figures };

/** Whether something that came over a process's channel is one of ours. */
export const isWorkerMessage = (message: unknown): message is WorkerMessage =>
  typeof message === 'object' && message !== null && 'worker' in message;
