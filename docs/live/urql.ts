import { Client, type CombinedError, gql, subscriptionExchange } from '@urql/core';
import { followOrder, openSocket, type Step, type Tokens } from './follow-order.ts';

const TRACK = gql<{ orderTracking: Step }, { orderId: string; after: string | undefined }>`
  subscription Track($orderId: ID!, $after: String) {
    orderTracking(orderId: $orderId, after: $after) {
      cursor
      sequence
      kind
      order {
        id
        payment {
          id
          status
        }
      }
    }
  }
`;

/** urql on one socket. Put `cacheExchange` and `fetchExchange` before the last exchange for queries. */
export function openUrql(url: string, tokens: Tokens) {
  const socket = openSocket(url, tokens);
  const forwardSubscription = ({ query = '', variables }: { query?: string | undefined; variables?: object }) => ({
    subscribe: (sink: Parameters<typeof socket.client.subscribe>[1]) => ({
      unsubscribe: socket.client.subscribe({ query, variables: { ...variables } }, sink),
    }),
  });
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [subscriptionExchange({ forwardSubscription: forwardSubscription as never })],
  });

  /** Subscribes once; answers with the code it ended with. */
  const attempt = (orderId: string, signal: AbortSignal) => (after: string | undefined, onStep: (step: Step) => void) =>
    new Promise<string | number | undefined>((resolve) => {
      const ended = (error?: CombinedError) => resolve(codeOf(error) ?? socket.closeCode());
      const subscription = client.subscription(TRACK, { orderId, after }).subscribe(({ data, error, hasNext }) => {
        if (data && !error) onStep(data.orderTracking);
        if (error || !hasNext) ended(error);
      });
      const leave = () => {
        subscription.unsubscribe();
        ended();
      };
      signal.addEventListener('abort', leave, { once: true });
    });

  return {
    client,
    /** Follows an order until `signal` fires, the order is not ours (the code says so), or signing in takes a password (rejects). */
    follow: (orderId: string, onStep: (step: Step) => void, signal: AbortSignal) =>
      followOrder({ tokens, attempt: attempt(orderId, signal), onStep, signal }),
    close: () => socket.client.dispose(),
  };
}

const codeOf = (error: CombinedError | undefined): string | undefined =>
  error?.graphQLErrors[0] && String(error.graphQLErrors[0].extensions.code);
