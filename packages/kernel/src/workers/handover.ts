import type { Worker } from 'node:cluster';

/** A connection, as the process that keeps the workers holds it until somebody has taken it. */
interface Connection {
  close(): void;
}

/** What node:cluster and a worker say to each other about connections; internal to node, and as it is since 2013. */
interface ClusterMessage {
  readonly cmd: 'NODE_CLUSTER';
  readonly act?: string;
  readonly seq?: number;
  /** In an answer: the `seq` that it answers. */
  readonly ack?: number;
}

const isClusterMessage = (message: unknown): message is ClusterMessage =>
  typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'NODE_CLUSTER';

/**
 * Gives connections that a worker did not live to take to another one. node:cluster leaves them open and forgets them, so
 * that their clients wait until they lose patience. Nothing has been read from them, so nothing can happen twice.
 */
export function keepConnections(worker: Worker, ready: ReadonlySet<Worker>): void {
  const child = worker.process;
  const onTheirWay = new Map<number, Connection>();
  const send = child.send.bind(child) as (message: unknown, handle: unknown, ...rest: unknown[]) => boolean;
  child.send = ((message: unknown, handle: unknown, ...rest: unknown[]) => {
    if (isClusterMessage(message) && message.act === 'newconn' && message.seq !== undefined)
      onTheirWay.set(message.seq, handle as Connection);
    return send(message, handle, ...rest);
  }) as typeof child.send;
  child.on('internalMessage', (message: unknown) => {
    if (isClusterMessage(message) && message.ack !== undefined) onTheirWay.delete(message.ack);
  });
  const handOver = () => {
    const others = [...ready].some((each) => each !== worker);
    // As a worker says that does not want it. Where nobody else could take it, its client had better hear so at once.
    for (const [seq, connection] of onTheirWay)
      if (others) child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: seq, accepted: false });
      else connection.close();
    onTheirWay.clear();
  };
  // Not before it is disconnected: until then node:cluster would give it the next one.
  worker.once('exit', () => (worker.isConnected() ? worker.once('disconnect', handOver) : handOver()));
}
