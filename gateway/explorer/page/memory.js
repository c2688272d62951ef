// Remembers ids from answers, so that the variables of later tabs need no copying.

const STORE = 'explorer-memory';

/** The variable that an `id` under this field stands for. */
const VARIABLES = {
  order: 'orderId',
  sellerOrder: 'sellerOrderId',
  sellerOrders: 'sellerOrderId',
  sellerOrderPlaced: 'sellerOrderId',
  delivery: 'deliveryId',
  deliveryOffers: 'offerId',
  payment: 'paymentId',
  address: 'addressId',
  courier: 'courierId',
};

/** Fields whose value is a variable by itself. */
const VALUES = { handoverCode: 'handoverCode', url: 'payUrl', number: 'orderNumber' };

/** What a new order makes meaningless. */
const OF_ONE_ORDER = ['sellerOrderId', 'deliveryId', 'offerId', 'paymentId', 'payUrl', 'handoverCode', 'orderNumber'];

/** Opens the memory of this browser tab. `changed` is called with everything known whenever something new is. */
export function openMemory(changed) {
  let known = read();
  const remember = (news) => {
    const fresh = Object.entries(news).filter(([name, value]) => known[name] !== value);
    if (fresh.length === 0) return;
    const newOrder = fresh.some(([name]) => name === 'orderId');
    const kept = newOrder
      ? Object.fromEntries(Object.entries(known).filter(([name]) => !OF_ONE_ORDER.includes(name)))
      : known;
    known = { ...kept, ...news };
    sessionStorage.setItem(STORE, JSON.stringify(known));
    changed(known);
  };
  return {
    known: () => known,
    /** Takes ids out of an answer. */
    learn(result) {
      const news = {};
      if (result?.data) collect(result.data, '', news);
      // The page to pay at disappears once there is nothing to pay.
      if (result?.data?.checkout?.order && !news.payUrl) news.payUrl = null;
      remember(news);
    },
    /** The variables, with those that are declared but not given filled in. */
    fill(variables, declared) {
      const filled = { ...variables };
      for (const name of declared) {
        if (filled[name] !== undefined) continue;
        if (name === 'idempotencyKey') filled[name] = newKey();
        else if (known[name] != null) filled[name] = known[name];
      }
      return filled;
    },
  };
}

/** Walks an answer; the first id under a field wins. `edges` and `node` stand for the list that holds them. */
function collect(value, field, news) {
  if (typeof value !== 'object' || value === null) return;
  const variable = VARIABLES[field];
  if (variable && typeof value.id === 'string') news[variable] ??= value.id;
  for (const [key, inner] of Object.entries(value)) {
    if (VALUES[key] && typeof inner === 'string') news[VALUES[key]] ??= inner;
    collect(inner, Array.isArray(value) || SEE_THROUGH.has(key) ? field : key, news);
  }
}

const SEE_THROUGH = new Set(['edges', 'node']);

/** Random enough for a key, also on a page without https. */
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? '{}');
  } catch {
    return {};
  }
}
