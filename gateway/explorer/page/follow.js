import { element } from './element.js';
import { subscribe } from './sockets.js';

// Follows the last order on its own socket, whichever tab is open and whoever is speaking.

const FOLLOW = `subscription Follow($orderId: ID!, $after: String) {
  orderTracking(orderId: $orderId, after: $after) {
    cursor sequence kind at
    order {
      number status
      total { amount currencyCode }
      payment { status url }
      sellerOrders { status businessName delivery { id status etaSeconds handoverCode courier { name } } }
    }
  }
}`;
const STAGES = ['PENDING', 'CONFIRMED', 'PREPARING', 'READY', 'DISPATCHED', 'DELIVERED'];
const RETRY_MS = 3_000;

/** Opens the strip that shows the last order as it moves. */
export function openFollow(root, { accounts, memory }) {
  let following;
  let running;

  async function follow(orderId) {
    if (following === orderId) return;
    following = orderId;
    await running?.return();
    for (let after; following === orderId && after !== null; ) {
      after = await watch(orderId, after).catch(() => after);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Shows steps after `after` until the connection ends; answers with the last one's cursor, or null when there is nothing to see. */
  async function watch(orderId, after) {
    let last = after;
    const answers = subscribe({ query: FOLLOW, variables: { orderId, after } }, await accounts.quietly('customer'));
    running = answers;
    try {
      for await (const answer of answers) {
        if (following !== orderId || answer.errors) return null;
        last = answer.data.orderTracking.cursor;
        memory().learn(answer);
        show(root, answer.data.orderTracking);
      }
    } catch (error) {
      // Refused: somebody else's order, or none. A lost connection is taken up again after the last step.
      if (Array.isArray(error)) return null;
    }
    return last;
  }

  return { follow: (orderId) => void follow(orderId) };
}

function show(root, { sequence, order }) {
  const { payment, sellerOrders } = order;
  const delivery = sellerOrders.map((each) => each.delivery).find(Boolean);
  root.hidden = false;
  root.replaceChildren(
    element('div', { className: 'order' }, [
      element('strong', {}, [`Order ${order.number}`]),
      element('span', {}, [
        `${order.total.amount} ${order.total.currencyCode} · ${sellerOrders.map((each) => each.businessName).join(', ')}`,
      ]),
    ]),
    stages(order.status),
    element('div', { className: 'facts' }, [
      fact('Payment', payment?.status ?? 'none'),
      ...(delivery ? [fact('Delivery', delivery.status)] : []),
      ...(delivery?.courier ? [fact('Courier', delivery.courier.name)] : []),
      ...(delivery?.etaSeconds != null
        ? [fact('Arrives in', `${Math.max(1, Math.round(delivery.etaSeconds / 60))} min`)]
        : []),
      ...(delivery?.handoverCode ? [fact('Code', delivery.handoverCode)] : []),
      fact('Step', String(sequence)),
    ]),
    ...(payment?.status === 'PENDING' && safeLink(payment.url)
      ? [element('a', { className: 'pay', href: payment.url, target: '_blank', rel: 'noopener' }, ['Pay now ↗'])]
      : []),
  );
}

function stages(status) {
  const at = STAGES.indexOf(status);
  if (at < 0) return element('ol', { className: 'stages' }, [element('li', { className: 'now cancelled' }, [status])]);
  return element(
    'ol',
    { className: 'stages' },
    STAGES.map((stage, index) =>
      element('li', { className: index < at ? 'done' : index === at ? 'now' : '' }, [stage.toLowerCase()]),
    ),
  );
}

const fact = (name, value) => element('span', { className: 'fact' }, [element('small', {}, [name]), value]);

const safeLink = (url) => /^https?:\/\//.test(url ?? '');
