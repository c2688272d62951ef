import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import { ZodError } from 'zod';
import { listInput, ProviderRefusal, refundInput, sessionInput } from './input.ts';
import { pageHeaders, sessionPage, unknownPage } from './page.ts';
import type { Provider } from './provider.ts';
import { scriptInput } from './script.ts';
import type { Session } from './session.ts';

/** The provider over HTTP: the shops' API behind their key, and the customers' pay pages. */
export function providerApp(provider: Provider, options: { apiKey: string; publicUrl: () => string }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.use('/v1', bearer(options.apiKey), express.json({ limit: '16kb' }), api(provider, options.publicUrl));
  app.use('/pay', pages(provider));
  app.use((_request, response) => void response.status(404).json({ code: 'not_found', message: 'Nothing is here.' }));
  app.use(refusals);
  return app;
}

function api(provider: Provider, publicUrl: () => string): express.Router {
  const shown = ({ webhookUrl: _secret, ...session }: Session) => ({
    ...session,
    url: `${publicUrl()}/pay/${session.id}`,
    refunded: provider.refunded(session.id).toString(),
  });
  /** What was done stays done when the answer is lost on its way. */
  const answer = (response: Response, sessionId: string, body: object) => {
    if (provider.losesAnswer(sessionId)) response.socket?.destroy();
    else response.json(body);
  };
  const router = express.Router();
  router.post('/sessions', (request, response) => {
    const session = provider.openSession(idempotencyKey(request), sessionInput.parse(request.body));
    answer(response, session.id, shown(session));
  });
  router.get('/sessions', (request, response) => {
    const { data, next } = provider.sessions(listInput.parse(request.query));
    response.json({ data: data.map(shown), next });
  });
  router.get('/sessions/:id', (request, response) => void response.json(shown(provider.session(request.params.id))));
  router.post('/sessions/:id/expire', (request, response) => {
    response.json(shown(provider.expire(request.params.id)));
  });
  router.post('/refunds', (request, response) => {
    const refund = provider.refund(idempotencyKey(request), refundInput.parse(request.body));
    answer(response, refund.sessionId, refund);
  });
  router.get('/refunds', (request, response) => {
    response.json(provider.refunds(listInput.parse(request.query)));
  });
  router.get('/refunds/:id', (request, response) => void response.json(provider.oneRefund(request.params.id)));
  router.put('/script', (request, response) => {
    response.json(provider.script(scriptInput.parse(request.body)));
  });
  router.put('/sessions/:id/script', (request, response) => {
    response.json(provider.script(scriptInput.parse(request.body), request.params.id));
  });
  return router;
}

function pages(provider: Provider): express.Router {
  const router = express.Router();
  router.get('/:id', (request, response) => page(response, () => provider.session(request.params.id)));
  for (const choice of ['pay', 'decline'] as const) {
    router.post(`/:id/${choice}`, (request, response) => {
      // 303 to the page itself, so that reloading the result never sends the form again.
      const { id } = request.params;
      page(response, () => provider[choice](id), `/pay/${id}`);
    });
  }
  return router;
}

function page(response: Response, find: () => Session, redirectTo?: string): void {
  response.set(pageHeaders);
  try {
    const session = find();
    if (redirectTo) response.redirect(303, redirectTo);
    else response.send(sessionPage(session));
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    response.status(404).send(unknownPage());
  }
}

function bearer(apiKey: string): RequestHandler {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  const expected = digest(`Bearer ${apiKey}`);
  return (request, response, next) => {
    if (timingSafeEqual(digest(request.get('authorization') ?? ''), expected)) next();
    else response.status(401).json({ code: 'unauthorized', message: 'An API key is needed.' });
  };
}

function idempotencyKey(request: express.Request): string {
  const key = request.get('idempotency-key') ?? '';
  if (key.length > 0 && key.length <= 200) return key;
  throw new ProviderRefusal(400, 'idempotency_key_needed', 'Send an idempotency-key header of at most 200 characters.');
}

const refusals: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const { status = 500 } = error as { status?: number };
  if (error instanceof ProviderRefusal) response.status(status).json({ code: error.code, message: error.message });
  else if (error instanceof ZodError)
    response
      .status(400)
      .json({ code: 'invalid', message: error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ') });
  else if (status < 500) response.status(status).json({ code: 'invalid', message: 'The request could not be read.' });
  else response.status(500).json({ code: 'fault', message: 'Something went wrong at the provider.' });
};
