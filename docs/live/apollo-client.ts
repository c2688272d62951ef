import { ApolloClient, CombinedGraphQLErrors, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { followOrder, openSocket, type Step, type Tokens } from './follow-order.ts';

const TRACK = gql`
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

/** Apollo Client on one socket. What a step says about the order is in the cache at once, for every query on screen. */
export function openApollo(url: string, tokens: Tokens) {
  const socket = openSocket(url, tokens);
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket.client) });

  /** Subscribes once; answers with the code it ended with. */
  const attempt = (orderId: string, signal: AbortSignal) => (after: string | undefined, onStep: (step: Step) => void) =>
    new Promise<string | number | undefined>((resolve) => {
      const ended = (error?: unknown) => resolve(codeOf(error) ?? socket.closeCode());
      const answers = client.subscribe<{ orderTracking: Step }>({ query: TRACK, variables: { orderId, after } });
      const subscription = answers.subscribe({
        next: ({ data, error }) => (data ? onStep(data.orderTracking) : ended(error)),
        error: ended,
        complete: ended,
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

const codeOf = (error: unknown): string | undefined =>
  CombinedGraphQLErrors.is(error) ? String(error.errors[0]?.extensions?.code) : undefined;
