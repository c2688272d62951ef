// In front of our real subgraphs, which believe service tokens only: a question without one gets one for the client's
// viewer. `/recorded/<subgraph>/graphql` remembers every answer by question and viewer, `/real/…` remembers nothing.
import { readFileSync } from 'node:fs';
import { openIdentity } from '@app/kernel/identity';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { Pool } from 'undici';
import { serve } from '../wire/serve.ts';

/** What the process is told, as a JSON file. */
export interface RecorderSetting {
  readonly port: number;
  /** Where the real subgraphs are, by name. */
  readonly origins: Readonly<Record<string, string>>;
  readonly servicePrivateKey: string;
  readonly serviceJwks: string;
}

const setting = JSON.parse(readFileSync(String(process.argv[2]), 'utf8')) as RecorderSetting;
const identity = openIdentity('gateway', setting.servicePrivateKey, setting.serviceJwks);
const pools = new Map(
  Object.entries(setting.origins).map(([name, origin]) => [name, new Pool(origin, { connections: 64 })]),
);
const counts: Record<string, number> = {};
const recorded = new Map<string, string>();

/** Who a token speaks for, and the token the subgraph is shown; read once per token and half of a service token's life. */
interface Bearer {
  readonly viewer: string;
  readonly shown: (subgraph: string) => string;
}
const bearers = new Map<string, Bearer>();

function bearerOf(head: string): Bearer {
  const token = /\r\nauthorization: *Bearer +([\w.-]+)/i.exec(head)?.[1] ?? '';
  const known = bearers.get(token);
  if (known) return known;
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => part && JSON.parse(Buffer.from(part, 'base64url').toString()));
  const bearer: Bearer =
    header?.typ === 'svc+jwt'
      ? { viewer: `${claims.kind} ${claims.id}`, shown: () => token }
      : { viewer: viewerText(viewerOf(claims)), shown: (subgraph) => identity.mint(subgraph, viewerOf(claims)) };
  if (bearers.size > 10_000) bearers.clear();
  bearers.set(token, bearer);
  return bearer;
}

const viewerText = ({ kind, id }: Viewer): string => `${kind} ${id}`;

const viewerOf = (claims: Record<string, unknown> | undefined): Viewer =>
  claims
    ? {
        kind: 'user',
        id: String(claims.sub),
        name: String(claims.name),
        roles: claims.roles as string[],
        businessIds: (claims.businessIds ?? []) as string[],
        sessionId: String(claims.sid),
        caller: 'gateway',
      }
    : anonymous('gateway');

async function ask(subgraph: string, body: Buffer, token: string): Promise<string> {
  const answer = await pools.get(subgraph)?.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  });
  return answer ? answer.body.text() : '{"errors":[{"message":"no such subgraph"}]}';
}

async function record(key: string, answer: Promise<string>): Promise<string> {
  const text = await answer;
  // A failure is no answer to give again.
  if (!text.includes('"errors"')) recorded.set(key, text);
  return text;
}

await serve(setting.port, (path, body, head) => {
  const [, mode, subgraph = ''] = path.split('/');
  if (mode === 'counts') return JSON.stringify(counts);
  counts[subgraph] = (counts[subgraph] ?? 0) + 1;
  const { viewer, shown } = bearerOf(head);
  if (mode !== 'recorded') return ask(subgraph, body, shown(subgraph));
  const key = `${subgraph} ${viewer} ${body}`;
  return recorded.get(key) ?? record(key, ask(subgraph, body, shown(subgraph)));
});
