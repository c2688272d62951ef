import type { Logger } from '@app/kernel/log';
import compression from 'compression';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Settings } from '../env.ts';
import { requestSeconds } from '../metrics.ts';
import { correlate, correlationOf } from './correlation.ts';

/** Smaller answers cost more to compress than to send. */
const COMPRESS_FROM_BYTES = 8 * 1024;

/** The public door's express application, before any route: request numbers, headers, compression. */
export function openApp(settings: Settings): Express {
  const app = express();
  app.disable('x-powered-by');
  // An ETag would be a hash over every answer, for clients that never ask twice.
  app.disable('etag');
  app.set('trust proxy', settings.trustedProxies);
  app.use(correlate, timed, helmet(headers(settings)));
  if (settings.corsOrigins.length > 0) app.use(cors(corsOf(settings)));
  app.use(compression({ threshold: COMPRESS_FROM_BYTES, level: 1, filter: isWholeAnswer }));
  return app;
}

/** Reads the JSON body of GraphQL requests, up to the limit. */
export const readsJson = (limit: number): RequestHandler => express.json({ limit });

/** The end of every route: nothing here, or a request that could not be read. */
export function closeRoutes(app: Express, log: Logger): void {
  app.use((_request, response) => void response.status(404).json({ errors: [{ message: 'There is nothing here.' }] }));
  app.use(((error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error);
    const known = READING_FAILED[error.status ?? 500];
    if (!known) log.error({ err: error }, 'a request failed before GraphQL');
    const [code, message] = known ?? ['INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'];
    const extensions = { code, ...(!known && { correlationId: correlationOf(response) }) };
    response.status(known ? (error.status ?? 400) : 500).json({ errors: [{ message, extensions }] });
  }) satisfies ErrorRequestHandler);
}

const READING_FAILED: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BAD_REQUEST', 'The request body is not JSON.'],
  413: ['REQUEST_TOO_LARGE', 'The request body is too large.'],
  415: ['BAD_REQUEST', 'The encoding of the request body is not supported.'],
};

const ROUTES = new Set(['/graphql', '/health/live', '/health/ready', '/metrics', '/.well-known/jwks.json']);

const timed: RequestHandler = (request, response, next) => {
  const route = ROUTES.has(request.path) ? request.path : 'other';
  const stop = requestSeconds.startTimer({ route });
  response.once('finish', () => stop({ status: String(response.statusCode) }));
  next();
};

/** Event streams are flushed step by step; a compressor would hold them back. */
const isWholeAnswer: compression.CompressionFilter = (request, response) =>
  !String(response.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(request, response);

const corsOf = ({ corsOrigins }: Settings): cors.CorsOptions => ({
  origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
  methods: ['GET', 'POST'],
  exposedHeaders: ['x-correlation-id', 'retry-after'],
  maxAge: 600,
});

/** The explorer runs from our own files only; its editor sets styles and starts workers. */
const headers = ({ publicUrl }: Settings): Parameters<typeof helmet>[0] => {
  const { protocol, host } = new URL(publicUrl);
  const secure = protocol === 'https:';
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", `${secure ? 'wss' : 'ws'}://${host}`],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    // Over plain HTTP, browsers ignore it and complain.
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
  };
};
