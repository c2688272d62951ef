import type { Worker } from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { type Figures, isWorkerMessage, type WorkerMessage } from './messages.ts';

const MEASURE_MS = 2_000;
const GATHER_MS = 5_000;

let asked = 0;

/** In a worker: Prometheus text of all workers, each figure with its `worker` label. Throws when the keeper does not answer. */
export function figuresOfAll(): Promise<string> {
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(overdue);
      process.off('message', hear);
    };
    const overdue = setTimeout(() => {
      end();
      reject(new Error('the figures of the workers were not gathered in time'));
    }, GATHER_MS);
    const hear = (message: unknown) => {
      if (!isWorkerMessage(message) || message.worker !== 'gathered' || message.id !== id) return;
      end();
      resolve(message.text);
    };
    process.on('message', hear);
    process.send?.({ worker: 'gather', id } satisfies WorkerMessage);
  });
}

/** In a worker: tells what it counts whenever it is asked, under its own label, so that one that starts again from 0 disturbs no sum. */
export function tellFigures(register: Registry, label: string): void {
  register.setDefaultLabels({ worker: label });
  process.on('message', (message) => {
    if (!isWorkerMessage(message) || message.worker !== 'measure') return;
    const { id } = message;
    void register.getMetricsAsJSON().then((figures) => {
      process.send?.({ worker: 'measured', id, figures } as WorkerMessage);
    });
  });
}

/** In the process that keeps the workers: the text of these workers' figures; one that does not answer in time is left out. */
export async function gatherFigures(workers: readonly Worker[]): Promise<string> {
  const figures = await Promise.all(workers.map(measure));
  return AggregatorRegistry.aggregate(figures.filter((each) => each !== undefined)).metrics();
}

const measure = (worker: Worker): Promise<Figures | undefined> => {
  asked += 1;
  const id = asked;
  return new Promise((resolve) => {
    const end = (figures?: Figures) => {
      clearTimeout(overdue);
      worker.off('message', hear);
      resolve(figures);
    };
    const overdue = setTimeout(end, MEASURE_MS);
    const hear = (message: unknown) => {
      if (isWorkerMessage(message) && message.worker === 'measured' && message.id === id) end(message.figures);
    };
    worker.on('message', hear);
    worker.send({ worker: 'measure', id } satisfies WorkerMessage, (error) => error && end());
  });
};
