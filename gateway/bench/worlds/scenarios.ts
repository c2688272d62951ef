import { readFileSync } from 'node:fs';
import { answerer } from './answer.ts';
import { market } from './market.ts';
import type { Question, Scenario } from './scenario.ts';
import { shop } from './shop.ts';
import { type World, wholeOf } from './world.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const LIST = read('list.graphql');
const MIDDLE = read('middle.graphql');
const WIDE = read('wide.graphql');
const WIDE_OF_SET = WIDE.replace('query Wide', 'query Wide($set: Int!)').replaceAll(
  /(users|topProducts)(?= \{)/g,
  '$1(set: $set)',
);
/** The operation's name and one alias are new each time. */
const neverSeen = (n: number): string =>
  MIDDLE.replace('query Middle', `query Middle${n}`).replace('anyAlias', `alias${n}`);

type RequestOf = (n: number) => Question;

/** The gateway-only rounds by world. Each question that can be shared has a twin that cannot. */
const requests: ReadonlyMap<World, Readonly<Record<string, RequestOf>>> = new Map([
  [
    shop,
    {
      small: () => ({ query: LIST, variables: { first: 10, from: 0 } }),
      unique: (n) => ({ query: LIST, variables: { first: 10, from: n * 10 } }),
    },
  ],
  [
    market,
    {
      wide: () => ({ query: WIDE }),
      'wide-unique': (n) => ({ query: WIDE_OF_SET, variables: { set: n } }),
      'never-seen': (n) => ({ query: neverSeen(n) }),
    },
  ],
]);

const CONNECTIONS = 50;
/** What a user waits for an operation that nobody sent before, not how long the queue of them is. */
const ONE_AT_A_TIME = new Set(['never-seen']);
/** One connection answers so little that its rounds are longer: 1 in 100 of a few hundred is anything. */
const ALONE = { connections: 1, length: 3 };

/** The scenarios of a world, for nobody and for users who are signed in, each connection as another one. */
export function scenariosOf(world: World, tokenOf: (connection: number) => string): Scenario[] {
  const answer = answerer(wholeOf(world));
  const expected = ({ query, variables = {} }: Question): string => answer(query, variables);
  return Object.entries(requests.get(world) ?? {}).flatMap(([name, request]): Scenario[] => {
    const anonymous: Scenario = {
      group: 'gateway-only',
      name,
      ...(ONE_AT_A_TIME.has(name) ? ALONE : { connections: CONNECTIONS }),
      request,
      expected,
    };
    const signedIn = (n: number, connection: number): Question => ({ ...request(n), token: tokenOf(connection) });
    return [anonymous, { ...anonymous, name: `${name}, signed in`, request: signedIn }];
  });
}
