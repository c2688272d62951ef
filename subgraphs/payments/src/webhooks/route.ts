import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, readBody } from '@app/kernel/http';
import { transact } from '@app/kernel/work';
import { storeWebhook } from '../commands/store-webhook.ts';
import type { Flow } from '../context.ts';
import type { WebhookKey } from '../domain/reconcile.ts';
import { applyStoredWebhook } from '../flows/apply-stored-webhook.ts';
import type { PaymentProvider } from '../provider/port.ts';

const BODY_LIMIT = 64 * 1024;

/** The providers' way in: verify, keep, say thank you, and only then act. */
export interface WebhookDoor {
  /** Answers a webhook; false when the request is none. */
  route(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Waits for what is being applied. */
  close(): Promise<void>;
}

/** Opens the doors at `/webhooks/<provider>`, one for each provider that is offered. */
export function webhookDoor(flow: Flow): WebhookDoor {
  const { providers, log } = flow;
  const underWay = new Set<Promise<void>>();

  function applySoon(key: WebhookKey): void {
    const done: Promise<void> = applyStoredWebhook(flow, key)
      .catch((error: unknown) => log.error({ err: error, ...key }, 'a webhook could not be applied; its deadline will'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  async function take(provider: PaymentProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request, BODY_LIMIT)).toString('utf8');
    const eventId = provider.verifyWebhook(headersOf(request), body);
    if (eventId === null || eventId.length > 200) {
      const fields = { security: 'webhook-refused', provider: provider.name, from: request.socket.remoteAddress };
      log.warn(fields, 'a webhook without a good signature was refused');
      return answerJson(response, 401, { error: 'The signature is missing, wrong or too old.' });
    }
    const key = { provider: provider.name, eventId };
    const sealed = flow.vault.seal({ ...key, body });
    const isNew = await transact(flow, (work) => storeWebhook(work, sealed));
    answerJson(response, 200, { received: true });
    if (isNew) applySoon(key);
  }

  return {
    async route(request, response) {
      const path = request.url?.split('?')[0];
      const provider = providers.offered.find(({ name }) => path === `/webhooks/${name}`);
      if (!provider) return false;
      if (request.method === 'POST') await take(provider, request, response);
      else answerJson(response.setHeader('allow', 'POST'), 405, { error: 'Only POST.' });
      return true;
    },
    close: async () => void (await Promise.all(underWay)),
  };
}

/** A header that came twice is none of a provider's. */
const headersOf = ({ headersDistinct }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headersDistinct).flatMap(([name, values]) =>
      values?.length === 1 && values[0] !== undefined ? [[name, values[0]]] : [],
    ),
  );
