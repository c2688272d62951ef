import { newId } from '@app/kernel/ids';
import { correlationId } from '@app/kernel/log';
import { system } from '@app/kernel/viewer';
import { subgraphDocument } from '../transport/question.ts';
import type { Source } from '../transport/source.ts';
import type { SessionState } from './session.ts';

const SESSION_STATE = subgraphDocument(
  'query SessionState($id: ID!) { sessionState(id: $id) { userId name roles businessIds } }',
);
const SESSION_MS = 3_000;

/** Asks the users domain, as the gateway itself, what a session may do. Throws when there is no answer. */
export const asksUsers =
  (sources: ReadonlyMap<string, Source>) =>
  async (sid: string): Promise<SessionState | null> => {
    const users = sources.get('users');
    if (!users) throw new Error('there is no users subgraph');
    const context = {
      viewer: system('gateway'),
      correlationId: correlationId() ?? newId('req'),
      signal: AbortSignal.timeout(SESSION_MS),
    };
    const { data, errors } = await users.ask({ document: SESSION_STATE, variables: { id: sid } }, context);
    if (errors?.length) throw errors[0];
    return (data as { sessionState: SessionState | null }).sessionState;
  };
