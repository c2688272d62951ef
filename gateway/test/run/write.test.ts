import { buildSchema, type GraphQLObjectType, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { shapeOf } from '../../src/compile/shape.ts';
import { begin, openSink, putPlain, putQuoted, textIn } from '../../src/json-sink.ts';
import { write } from '../../src/run/write.ts';

const schema = buildSchema(`
  scalar Any
  type Query { text: String! thing: Thing things: [Thing] boxes: [Box!] any: Any }
  type Box { thing: Thing! name: String }
  type Thing { id: ID! name: String must: String! next: Thing }
`);

/** What is written of `data`, read back. */
function written(query: string, data: unknown, sharing = false): { answer: unknown; holes: number } {
  const document = parse(query);
  const { selectionSet } = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  const shape = shapeOf({ schema, fragments: new Map() }, schema.getQueryType() as GraphQLObjectType, selectionSet);
  const { text, holes } = write(shape, data, { flags: {}, sharing });
  return { answer: JSON.parse(text), holes };
}

describe('text', () => {
  const ofAllCodes = Array.from({ length: 0x500 }, (_, code) => String.fromCharCode(code)).join('');
  it.each([
    ['nothing', ''],
    ['quotes and backslashes', 'a "b" \\c\\ \\"'],
    ['every control character, Latin, Greek and Cyrillic', ofAllCodes],
    ['a character of two halves', 'pizza 🍕!'],
    ['half a character', 'pizza \ud83c!'],
    ['characters that end lines in JavaScript', 'a\u2028b\u2029c'],
    ['more than the sink holds at first', 'long '.repeat(50_000)],
    ['much that is not ASCII', 'ж🍕"'.repeat(50_000)],
  ])('is written as it is: %s', (_, text) => {
    expect(written('{ text thing { name } any }', { text, thing: { name: text }, any: { [text]: [text] } })).toEqual({
      answer: { text, thing: { name: text }, any: { [text]: [text] } },
      holes: 0,
    });
  });

  it('begins anew after one that nobody took', () => {
    const sink = openSink();
    putPlain(begin(sink), 'lost');
    putQuoted(begin(sink), 'ж');
    putPlain(begin(sink), 'kept');
    expect(textIn(sink)).toBe('kept');
  });
});

describe('objects that stand in several places', () => {
  const query = '{ things { id name next { id must } } boxes { name thing { id must } } }';

  it('are written alike in each', () => {
    const shared = { id: '1', must: 'm', name: 'ж' };
    const thing = { id: '2', name: 'two', next: shared };
    const whole = { id: '2', name: 'two', next: { id: '1', must: 'm' } };
    const box = { name: 'box', thing: shared };
    expect(written(query, { things: [thing, thing, null, thing], boxes: [box, box] }, true)).toEqual({
      answer: {
        things: [whole, whole, null, whole],
        boxes: [
          { name: 'box', thing: { id: '1', must: 'm' } },
          { name: 'box', thing: { id: '1', must: 'm' } },
        ],
      },
      holes: 0,
    });
  });

  it('are not taken from a place that a null has swallowed', () => {
    const good = { id: '1', must: 'm' };
    const bad = { id: '2' };
    const answer = written(
      '{ boxes { thing { id next { id } must } } things { next { id must } id name } }',
      {
        // The first box is gone with `bad`, and `good`, written inside of it, too.
        boxes: [{ thing: { ...bad, next: good } }],
        things: [
          { id: '3', next: good },
          { id: '4', next: bad },
          { id: '5', next: good },
          { id: '6', next: bad },
        ],
      },
      true,
    );
    expect(answer).toEqual({
      answer: {
        boxes: null,
        things: [
          { next: good, id: '3', name: null },
          { next: null, id: '4', name: null },
          { next: good, id: '5', name: null },
          { next: null, id: '6', name: null },
        ],
      },
      holes: 3,
    });
  });

  it('are known again only where they still stand', () => {
    const good = { id: '1', must: 'm' };
    const { answer } = written(
      '{ things { next { next { id must } must } id } }',
      { things: [{ id: 'a', next: { next: good } }, { id: 'b' }, { id: 'c', next: { next: good, must: 'x' } }] },
      true,
    );
    expect(answer).toEqual({
      things: [
        { next: null, id: 'a' },
        { next: null, id: 'b' },
        { next: { next: good, must: 'x' }, id: 'c' },
      ],
    });
  });
});
