// The subgraphs of the live bench, in one process: `/live/<subgraph>/graphql`, and `/ws` where a gateway subscribes to
// orders. `/emit` makes steps: they are in the log, then announced over Redis and to whoever has subscribed.
import { createServer, type IncomingMessage } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { commandRedis, liveChannel } from '@app/kernel/redis';
import { parse } from 'graphql';
import { useServer as serveProtocol } from 'graphql-ws/use/ws';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import { type Args, answerer, type Row } from '../worlds/answer.ts';
import { rootOf } from '../worlds/world.ts';
import { liveWorld, ordersSdl, type Step, updateOf } from './world.ts';

const [port, redisUrl] = process.argv.slice(2);
const redis = commandRedis(String(redisUrl), pino({ level: 'silent' }));
const log = new Map<string, Step[]>();
const subscribers = new Map<string, Set<(update: Row) => void>>();
let asked = 0;

const { subgraphs } = liveWorld((orderId) => log.get(orderId) ?? []);
const doors = new Map(
  Object.entries(subgraphs).map(([name, subgraph]) => [`/live/${name}/graphql`, answerer(rootOf(subgraph))]),
);

/** What `/emit` is told: one step for each of these orders, as many as come; positions take no number. */
interface Emission {
  readonly orderIds: readonly string[];
  readonly kind: string;
}

function emit({ orderIds, kind }: Emission): void {
  for (const orderId of orderIds) {
    const steps = log.get(orderId) ?? [];
    log.set(orderId, steps);
    const sequence = kind === 'LOCATION' ? 0 : (steps.at(-1)?.sequence ?? 0) + 1;
    const step: Step = { __typename: 'OrderUpdate', orderId, sequence, kind, at: new Date().toISOString() };
    if (sequence > 0) steps.push(step);
    redis.publish(liveChannel(`order:${orderId}`), JSON.stringify(step)).catch(() => undefined);
    for (const tell of subscribers.get(orderId) ?? []) tell(updateOf(step));
  }
}

function answer(path: string, body: string): string {
  if (path === '/emit') {
    emit(JSON.parse(body) as Emission);
    return '{}';
  }
  const door = doors.get(path);
  if (!door) return JSON.stringify({ asked });
  asked += 1;
  const { query, variables, operationName } = JSON.parse(body) as {
    query: string;
    variables?: Args;
    operationName?: string;
  };
  return door(query, variables ?? {}, operationName);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  bodyOf(request).then(
    (body) => {
      response.setHeader('content-type', 'application/json');
      response.end(answer(request.url ?? '', body));
    },
    () => response.destroy(),
  );
});

/** Steps of one order from now on, as another gateway subscribes to them. */
async function* steps(_root: unknown, { orderId }: Args): AsyncGenerator<Row> {
  const id = String(orderId);
  const waiting: Row[] = [
    updateOf({
      __typename: 'OrderUpdate',
      orderId,
      sequence: log.get(id)?.length ?? 0,
      kind: 'SNAPSHOT',
      at: new Date().toISOString(),
    }),
  ];
  let wake = () => {};
  const tell = (update: Row) => {
    waiting.push(update);
    wake();
  };
  const all = subscribers.get(id) ?? new Set();
  subscribers.set(id, all.add(tell));
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) yield { orderTracking: next };
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    all.delete(tell);
  }
}

const schema = buildSubgraphSchema({
  typeDefs: parse(ordersSdl),
  resolvers: { Subscription: { orderTracking: { subscribe: steps } } } as never,
});
serveProtocol({ schema }, new WebSocketServer({ server, path: '/ws' }));
server.listen(Number(port), '127.0.0.1');
