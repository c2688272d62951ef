import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationTypeNode } from 'graphql';
import { type HttpOptions, httpTransport } from '../../src/transport/http-transport.ts';
import type { SubgraphCall, Transport } from '../../src/transport/port.ts';
import { subgraphDocument } from '../../src/transport/question.ts';

/** A subgraph's server as it may misbehave, and the transport to it. */
export interface Upstream {
  readonly transport: Transport;
  /** Requests that reached it. */
  readonly count: () => number;
  close(): Promise<void>;
}

/** Serves with this listener, which is told the how-manieth request it is. */
export async function openUpstream(
  listener: (...args: [...Parameters<RequestListener>, number]) => void,
  options: Partial<HttpOptions> = {},
): Promise<Upstream> {
  let seen = 0;
  const server = createServer((request, response) => {
    seen += 1;
    listener(request, response, seen);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = transportTo(server, options);
  return {
    transport,
    count: () => seen,
    async close() {
      await transport.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The transport to a server that listens, with little patience. */
export function transportTo(server: Pick<Server, 'address'>, options: Partial<HttpOptions> = {}): Transport {
  const { port } = server.address() as AddressInfo;
  return httpTransport({
    name: 'test',
    url: `http://127.0.0.1:${port}`,
    timeoutMs: 1_000,
    maxBytes: 10_000,
    ...options,
  });
}

/** A signed call with this text. */
export const call = (text = '{ fine }', more: Partial<SubgraphCall> = {}): SubgraphCall => ({
  question: { document: subgraphDocument(text), variables: {} },
  token: 't',
  correlationId: 'c',
  signal: new AbortController().signal,
  ...more,
});

/** A signed mutation. */
export const write = (more: Partial<SubgraphCall> = {}): SubgraphCall => ({
  ...call('mutation { pay }', more),
  question: { document: subgraphDocument('mutation { pay }', 'mutation' as OperationTypeNode), variables: {} },
});

/** Answers as a subgraph does. */
export const answer = (response: ServerResponse, body: string, type = 'application/json', status = 200): void =>
  void response.writeHead(status, { 'content-type': type }).end(body);

/** An answer with nothing wrong. */
export const fine = (response: ServerResponse): void => answer(response, FINE);
const FINE = '{"data":{"fine":true}}';
