import { buildSubgraphSchema } from '@apollo/subgraph';
import { type Peers, PeerUnavailable } from '@app/kernel/peers';
import { type Domain, sdlOf } from '@app/schema/sdl';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { address, BISTRO, item, PIZZA, TOKYO } from './street.ts';

type Vars = {
  ids: string[];
  own: string[];
  userId: string;
  addressId: string;
  orderId: string;
  currency: string;
  input: never;
};

/**
 * The neighbours of orders as a town of one street, behind the same port as the real ones. It keeps what it promised, so
 * that a test can ask what is held and paid; and its questions are checked against the neighbours' own SDL.
 */
export function openTown() {
  const state = {
    items: [
      item('itm_soup', 'Soup', '650', BISTRO),
      item('itm_burger', 'Burger', '1290', BISTRO),
      item('itm_pizza', 'Pizza', '1005', PIZZA),
      item('itm_sushi', 'Sushi', '900', TOKYO, 'JPY'),
    ],
    addresses: [
      { userId: 'usr_ada', ...address('adr_home', { latitude: 52.51, longitude: 13.39 }) },
      { userId: 'usr_ada', ...address('adr_nowhere', null) },
    ],
    stock: new Map([['itm_burger', 10]]),
    /** The most of an item for one customer. */
    limits: new Map<string, number>(),
    holds: new Map<string, { itemId: string; quantity: number }[]>(),
    payments: new Map<string, { id: string; status: string; amountMinor: string; provider: string | null }>(),
    /** Orders whose promise is over: they get no other. */
    ended: new Set<string>(),
    /** Where online payments can go, for each currency. */
    providers: new Map([['EUR', ['SANDBOX']]]),
    /** Items that the stock has not heard of yet. */
    unheard: new Set<string>(),
    released: [] as string[],
    voided: [] as string[],
    wallet: 100_000n,
    down: new Set<string>(),
    calls: [] as string[],
    /** Runs before a field answers: where a test waits, or ends the process. */
    before: new Map<string, () => Promise<unknown> | unknown>(),
  };

  const fields: Record<string, (variables: Vars) => unknown> = {
    itemsForOrder: ({ ids }) => state.items.filter(({ id }) => ids.includes(id)),
    stockLevels: ({ ids, own }) =>
      ids.flatMap((itemId) => {
        const available = state.stock.get(itemId);
        return available === undefined ? [] : [{ itemId, available: available + heldBy(own, itemId) }];
      }),
    orderingCustomer: ({ userId, addressId }) => {
      const found = state.addresses.find((one) => one.userId === userId && one.id === addressId);
      if (!found) return null;
      const { userId: _owner, ...own } = found;
      return { id: userId, name: 'Ada', phone: null, address: own };
    },
    stockHold: ({ input }) => hold(input),
    stockRelease: ({ orderId }) => release(orderId),
    paymentProviders: ({ currency }) => (state.providers.get(currency) ?? []).map((name) => ({ name })),
    paymentOpen: ({ input }) => openPayment(input),
    paymentVoid: ({ orderId }) => {
      state.voided.push(orderId);
      return true;
    },
  };

  const heldBy = (orderIds: string[], itemId: string): number =>
    orderIds
      .flatMap((orderId) => state.holds.get(orderId) ?? [])
      .filter((line) => line.itemId === itemId)
      .reduce((sum, { quantity }) => sum + quantity, 0);

  type Wish = { orderId: string; insteadOf?: string; lines: { itemId: string; quantity: number }[] };

  function hold({ orderId, lines, insteadOf }: Wish) {
    if (insteadOf && state.holds.has(insteadOf)) release(insteadOf);
    const refusal = refusalOf(orderId, lines);
    if (refusal) return { shortItemIds: [], userErrors: [{ code: refusal, message: refusal }] };
    if (state.holds.has(orderId)) return { shortItemIds: [], userErrors: [] };
    const no = tooMuch(lines);
    if (no) return no;
    take(lines);
    state.holds.set(orderId, lines);
    return { shortItemIds: [], userErrors: [] };
  }

  function take(lines: Wish['lines']): void {
    for (const { itemId, quantity } of lines) {
      const left = state.stock.get(itemId);
      if (left !== undefined) state.stock.set(itemId, left - quantity);
    }
  }

  function tooMuch(lines: Wish['lines']) {
    const no = (code: string, of: Wish['lines']) =>
      of.length === 0 ? null : { shortItemIds: of.map(({ itemId }) => itemId), userErrors: [{ code, message: code }] };
    const many = lines.filter(({ itemId, quantity }) => quantity > (state.limits.get(itemId) ?? quantity));
    const short = lines.filter(({ itemId, quantity }) => (state.stock.get(itemId) ?? quantity) < quantity);
    return no('HOLD_LIMIT', many) ?? no('OUT_OF_STOCK', short);
  }

  /** Why the stock does not even look whether there is enough. */
  function refusalOf(orderId: string, lines: { itemId: string }[]): string | null {
    if (state.ended.has(orderId)) return 'HOLD_ENDED';
    const held = state.holds.get(orderId);
    if (held) return JSON.stringify(held) === JSON.stringify(lines) ? null : 'IDEMPOTENCY_CONFLICT';
    return lines.some(({ itemId }) => state.unheard.has(itemId)) ? 'ITEM_NOT_FOUND' : null;
  }

  function release(orderId: string) {
    for (const { itemId, quantity } of state.holds.get(orderId) ?? []) {
      const left = state.stock.get(itemId);
      if (left !== undefined) state.stock.set(itemId, left + quantity);
    }
    state.holds.delete(orderId);
    state.ended.add(orderId);
    state.released.push(orderId);
    return true;
  }

  type Paying = { orderId: string; method: string; amountMinor: string; currencyCode: string; provider: string | null };

  function openPayment(input: Paying) {
    const known = state.payments.get(input.orderId);
    if (known) return { payment: known, userErrors: [] };
    const { provider } = input;
    if (provider !== null && !state.providers.get(input.currencyCode)?.includes(provider))
      return { payment: null, userErrors: [{ code: 'PROVIDER_NOT_OFFERED', message: `${provider} is not offered.` }] };
    const wallet = input.method === 'WALLET';
    if (wallet && state.wallet < BigInt(input.amountMinor))
      return { payment: null, userErrors: [{ code: 'INSUFFICIENT_FUNDS', message: 'Too little in the wallet.' }] };
    if (wallet) state.wallet -= BigInt(input.amountMinor);
    const status = wallet ? 'PAID' : 'PENDING';
    const payment = { id: `pay_${state.payments.size + 1}`, status, amountMinor: input.amountMinor, provider };
    state.payments.set(input.orderId, payment);
    return { payment, userErrors: [] };
  }

  const peers: Peers = {
    async call<Data>(target: Domain, query: string, variables: Record<string, unknown>): Promise<Data> {
      const field = fieldOf(target, query);
      state.calls.push(field);
      await state.before.get(field)?.();
      if (state.down.has(target)) throw new PeerUnavailable(`${target} is down.`);
      return structuredClone({ [field]: fields[field]?.(variables as never) }) as Data;
    },
  };
  return Object.assign(state, { peers, itemNamed: (id: string) => itemIn(state.items, id) });
}

function itemIn<Item extends { id: string }>(items: readonly Item[], id: string): Item {
  const found = items.find((one) => one.id === id);
  if (!found) throw new Error(`The town sells no ${id}.`);
  return found;
}

const schemas = new Map<Domain, GraphQLSchema>();
const asked = new Map<string, string>();

/** The root field a question asks for. Throws when the neighbour's SDL does not know the question. */
function fieldOf(target: Domain, query: string): string {
  const known = asked.get(query);
  if (known) return known;
  const schema = schemas.get(target) ?? buildSubgraphSchema({ typeDefs: parse(sdlOf(target)) });
  schemas.set(target, schema);
  const document = parse(query);
  const [problem] = validate(schema, document);
  if (problem) throw problem;
  const [definition] = document.definitions;
  const selection = definition?.kind === 'OperationDefinition' ? definition.selectionSet.selections[0] : undefined;
  const field = selection?.kind === 'Field' ? selection.name.value : '';
  asked.set(query, field);
  return field;
}
