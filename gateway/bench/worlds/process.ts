// The subgraphs of the gateway-only rounds, all in one process: `/<world>/<subgraph>/graphql`. What was asked and answered
// before is remembered as text. `/counts` says how many questions each was asked, `/jwks` who signs clients' tokens.
import { serve } from '../wire/serve.ts';
import { type Args, answerer } from './answer.ts';
import { market } from './market.ts';
import { shop } from './shop.ts';
import { rootOf } from './world.ts';

/** Beyond this many answers, new ones are made each time: no two are alike there. */
const REMEMBERED = 2_000;

const [port] = process.argv.slice(2);
const counts: Record<string, number> = {};
const doors = new Map(
  [shop, market].flatMap(({ name: world, subgraphs }) =>
    Object.entries(subgraphs).map(([name, subgraph]) => [`/${world}/${name}/graphql`, remembering(rootOf(subgraph))]),
  ),
);

function remembering(root: Parameters<typeof answerer>[0]): (body: string) => string {
  const answer = answerer(root);
  const known = new Map<string, string>();
  return (body) => {
    const before = known.get(body);
    if (before !== undefined) return before;
    const asked = JSON.parse(body) as { query: string; variables?: Args; operationName?: string };
    const text = answer(asked.query, asked.variables ?? {}, asked.operationName);
    if (known.size < REMEMBERED) known.set(body, text);
    return text;
  };
}

await serve(Number(port), (path, body) => {
  const door = doors.get(path);
  if (!door) return JSON.stringify(counts);
  counts[path] = (counts[path] ?? 0) + 1;
  return door(body.toString());
});
