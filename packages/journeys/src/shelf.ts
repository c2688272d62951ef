import { type Client, eventually, type Json } from './client.ts';
import * as people from './people.ts';

const BISTRO = 'biz_demo_bistro';
const ITEMS = `query ($id: ID!) { stockItems(businessId: $id, first: 100) { edges { node { itemId stock { onHand reserved } } } } }`;
const SET = 'mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code message } } }';
const RULES = 'mutation ($input: StockRulesSetInput!) { stockRulesSet(input: $input) { userErrors { code message } } }';

/** Units as `onHand/reserved`. */
export type Units = `${number}/${number}`;

/** A business's stock, as its owner keeps it: Demo Bistro's, unless another is named. */
export function openShelf(owner: Pick<Client, 'ask'>, businessId = BISTRO) {
  const levels = async (): Promise<Map<string, { onHand: number; reserved: number }>> => {
    const { stockItems } = await owner.ask(ITEMS, { id: businessId });
    return new Map(stockItems.edges.map(({ node }: Json) => [node.itemId, node.stock]));
  };
  const unitsOf = async (itemId: string): Promise<Units> => {
    const { onHand = -1, reserved = -1 } = (await levels()).get(itemId) ?? {};
    return `${onHand}/${reserved}`;
  };
  return {
    unitsOf,
    /** Counts an item anew. Nothing of it may be promised. */
    async set(itemId: string, onHand: number): Promise<void> {
      const known = (await levels()).get(itemId);
      const level = { itemId, expectedOnHand: known?.onHand ?? 0, onHand };
      const input = { levels: [level], reason: 'race', idempotencyKey: people.freshKey() };
      const { stockSet } = await owner.ask(SET, { input });
      if (stockSet.userErrors.length > 0) throw new Error(JSON.stringify(stockSet.userErrors));
    },
    /** How many units one customer may have promised; null: the platform's limit. */
    async limit(itemId: string, limitPerCustomer: number | null): Promise<void> {
      const { stockRulesSet } = await owner.ask(RULES, { input: { itemId, limitPerCustomer } });
      if (stockRulesSet.userErrors.length > 0) throw new Error(JSON.stringify(stockRulesSet.userErrors));
    },
    /** Waits until an item stands at exactly this; what was confirmed leaves in its own time. */
    becomes: (itemId: string, units: Units): Promise<unknown> =>
      eventually(async () => (await unitsOf(itemId)) === units, `${itemId} stands at ${units}`, 60_000).catch(
        async (error: Error) => {
          throw new Error(`${error.message}; it stands at ${await unitsOf(itemId)}`);
        },
      ),
  };
}

/** A business's stock. */
export type Shelf = ReturnType<typeof openShelf>;
