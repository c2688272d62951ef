import { buildSchema } from 'graphql';
import { representerOf } from '../../src/compile/representation.ts';
import { typesOf } from '../../src/compile/types.ts';
import { indexing, type Represented } from '../../src/run/indexing.ts';

const types = typesOf(
  buildSchema(
    'type Query { one: Product } type Product { upc: ID price: Any size: Size } type Size { cm: Int } scalar Any',
  ),
);
const leaf = (name: string) => ({ kind: 'Field', name }) as const;
const size = { kind: 'Field', name: 'size', selections: [leaf('cm')] } as const;

/** The representations of these entities, and which each has. */
function indexed(fields: readonly Parameters<typeof representerOf>[0]['requires'][number][], entities: object[]) {
  const requires = [{ kind: 'InlineFragment', typeCondition: 'Product', selections: [leaf('__typename'), ...fields] }];
  const represented: Represented = { texts: [], examples: [] };
  const indexOf = indexing(representerOf({ requires, inputRewrites: [] } as never, types), represented, {});
  const indexes = entities.map((entity) => indexOf({ __typename: 'Product', ...entity }));
  return { indexes, values: represented.texts.map((text) => JSON.parse(text)) };
}

describe('entities are told apart', () => {
  it('by one field', () => {
    expect(indexed([leaf('upc')], [{ upc: '1' }, { upc: '2' }, { upc: '1' }, {}, {}]).indexes).toEqual([
      0, 1, 0, -1, -1,
    ]);
  });

  it('by several fields, of which the first may be the same', () => {
    const { indexes, values } = indexed(
      [leaf('upc'), leaf('price')],
      [
        { upc: '1' },
        { upc: '1', price: 5 },
        { upc: '1', price: 6 },
        { upc: '1', price: 5 },
        { upc: '1', price: 6 },
        { upc: '1' },
      ],
    );
    expect(indexes).toEqual([-1, 0, 1, 0, 1, -1]);
    expect(values).toEqual([
      { __typename: 'Product', upc: '1', price: 5 },
      { __typename: 'Product', upc: '1', price: 6 },
    ]);
  });

  it('by scalars that are objects', () => {
    const price = { amount: 5 };
    const { indexes } = indexed(
      [leaf('upc'), leaf('price')],
      [
        { upc: '1', price },
        { upc: '1', price: { amount: 5 } },
        { upc: '1', price: { amount: 6 } },
      ],
    );
    expect(indexes).toEqual([0, 0, 1]);
  });

  it('by what is inside of them', () => {
    const { indexes } = indexed(
      [leaf('upc'), size],
      [
        { upc: '1', size: { cm: 1 } },
        { upc: '1', size: { cm: 2 } },
        { upc: '1', size: { cm: 1 } },
      ],
    );
    expect(indexes).toEqual([0, 1, 0]);
  });
});
