import { newId } from '@app/kernel/ids';
import { correlationId, type Logger } from '@app/kernel/log';
import { system } from '@app/kernel/viewer';
import DataLoader from 'dataloader';
import { subgraphDocument } from '../transport/question.ts';
import type { Source } from '../transport/source.ts';
import type { SessionState } from './session.ts';

const SESSION_STATES = subgraphDocument(
  'query SessionStates($ids: [ID!]!) { sessionStates(ids: $ids) { userId name roles businessIds } }',
);
const SESSION_MS = 3_000;
/** As many as the users domain answers at once. */
const MOST = 500;
/** Every session is asked about every second while nobody answers: one line says enough. */
const SAY_AGAIN_MS = 10_000;

/**
 * Asks the users domain, as the gateway itself, what a session may do; whoever asks at the same moment is in the same
 * question. Throws when there is no answer.
 */
export function asksUsers(
  sources: ReadonlyMap<string, Source>,
  log: Logger,
): (sid: string) => Promise<SessionState | null> {
  let saidAt = Number.NEGATIVE_INFINITY;
  const complain = (error: unknown): void => {
    if (performance.now() - saidAt < SAY_AGAIN_MS) return;
    saidAt = performance.now();
    log.warn({ err: error }, 'users cannot be asked about sessions; tokens are believed as they are');
  };
  const ask = async (sids: readonly string[]) => {
    try {
      return await askedOf(sources.get('users'), sids);
    } catch (error) {
      complain(error);
      throw error;
    }
  };
  const loader = new DataLoader(ask, { cache: false, maxBatchSize: MOST });
  return (sid) => loader.load(sid);
}

async function askedOf(users: Source | undefined, sids: readonly string[]): Promise<readonly (SessionState | null)[]> {
  if (!users) throw new Error('there is no users subgraph');
  const context = {
    viewer: system('gateway'),
    correlationId: correlationId() ?? newId('req'),
    signal: AbortSignal.timeout(SESSION_MS),
  };
  const { data, errors } = await users.ask({ document: SESSION_STATES, variables: { ids: sids } }, context);
  if (errors?.length) throw errors[0];
  return (data as { sessionStates: (SessionState | null)[] }).sessionStates;
}
