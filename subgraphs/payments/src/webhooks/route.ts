import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, readBody } from '@app/kernel/http';
import { transact } from '@app/kernel/work';
import { storeWebhook } from '../commands/store-webhook.ts';
import type { Flow } from '../context.ts';
import { applyStoredWebhook } from '../flows/apply-stored-webhook.ts';

const BODY_LIMIT = 64 * 1024;

/** The provider's way in: verify, keep, say thank you, and only then act. */
export interface WebhookDoor {
  /** Answers a webhook; false when the request is none. */
  route(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Waits for what is being applied. */
  close(): Promise<void>;
}

/** Opens the door at `/webhooks/<provider>`. */
export function webhookDoor(flow: Flow): WebhookDoor {
  const { provider, log } = flow;
  const underWay = new Set<Promise<void>>();

  function applySoon(eventId: string): void {
    const done: Promise<void> = applyStoredWebhook(flow, eventId)
      .catch((error: unknown) =>
        log.error({ err: error, eventId }, 'a webhook could not be applied; its deadline will'),
      )
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  return {
    async route(request, response) {
      if (request.url?.split('?')[0] !== `/webhooks/${provider.name}`) return false;
      if (request.method !== 'POST') {
        answerJson(response.setHeader('allow', 'POST'), 405, { error: 'Only POST.' });
        return true;
      }
      const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
      const eventId = provider.verifyWebhook(headersOf(request), body);
      if (eventId === null || eventId.length > 200) {
        const fields = { security: 'webhook-refused', provider: provider.name, from: request.socket.remoteAddress };
        log.warn(fields, 'a webhook without a good signature was refused');
        answerJson(response, 401, { error: 'The signature is missing, wrong or too old.' });
        return true;
      }
      const event = { provider: provider.name, eventId, body };
      const isNew = await transact(flow, (work) => storeWebhook(work, event));
      answerJson(response, 200, { received: true });
      if (isNew) applySoon(eventId);
      return true;
    },
    close: async () => void (await Promise.all(underWay)),
  };
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
