const TRACK = `subscription Track($orderId: ID!, $after: String) {
  orderTracking(orderId: $orderId, after: $after) {
    cursor sequence kind
    order { id payment { id status } }
  }
}`;

const FINAL = ['NOT_FOUND', 'FORBIDDEN', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'];
const LONGEST_PAUSE_MS = 20_000;

/**
 * Follows an order with what every browser has, until `signal` fires. Answers with the code when the order is not ours;
 * rejects when signing in takes a password. `tokens.current()` and `tokens.refresh()` answer with promises.
 */
export async function followOrder(url, { orderId, tokens, onStep, signal }) {
  let after;
  let failures = 0;
  while (!signal.aborted) {
    const code = await attempt(url, { orderId, after, tokens, signal }, (step) => {
      after = step.cursor;
      failures = 0;
      onStep(step);
    });
    if (FINAL.includes(code)) return code;
    if (code === 'INVALID_CURSOR') after = undefined;
    if (code === 'UNAUTHENTICATED') await tokens.refresh();
    // Spread out, so that a gateway's clients do not all come back at once.
    if (!signal.aborted) await pause(Math.random() * Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS));
    failures += 1;
  }
  return undefined;
}

/** Opens one stream; answers with the code it ended with, `LOST` when nobody said. */
async function attempt(url, { orderId, after, tokens, signal }, onStep) {
  const { ticket, refusal } = await askTicket(url, await tokens.current());
  if (!ticket) return refusal;
  const search = new URLSearchParams({ query: TRACK, variables: JSON.stringify({ orderId, after }), ticket });
  const source = new EventSource(`${url}?${search}`);
  return new Promise((resolve) => {
    // Closed whatever happened: by itself it would come back with the old cursor and a used ticket.
    const end = (code) => {
      source.close();
      resolve(code);
    };
    source.addEventListener('next', (event) => {
      const { data, errors } = JSON.parse(event.data);
      if (data) onStep(data.orderTracking);
      else end(errors[0].extensions?.code ?? 'LOST');
    });
    source.addEventListener('complete', () => end('LOST'));
    source.addEventListener('error', () => end('LOST'));
    signal.addEventListener('abort', () => end('LOST'), { once: true });
  });
}

/** `EventSource` cannot send headers: a ticket in the URL stands for the token, once and for half a minute. */
async function askTicket(url, token) {
  const asked = { method: 'PUT', headers: { authorization: `Bearer ${token}` } };
  const response = await fetch(url, asked).catch(() => undefined);
  if (response?.status === 201) return { ticket: await response.text() };
  return { refusal: response?.status === 401 ? 'UNAUTHENTICATED' : 'LOST' };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
