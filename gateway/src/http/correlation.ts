import { newId } from '@app/kernel/ids';
import { withCorrelation } from '@app/kernel/log';
import type { Request, RequestHandler, Response } from 'express';

const SANE = /^[\w-]{1,64}$/;

/** Gives every request a number to look it up by (X5): the client's `x-correlation-id` if it is a plain word, or a new one. */
export const correlate: RequestHandler = (request, response, next) => {
  const given = request.headers['x-correlation-id'];
  const id = typeof given === 'string' && SANE.test(given) ? given : newId('req');
  response.locals.correlationId = id;
  response.setHeader('x-correlation-id', id);
  withCorrelation(id, next);
};

/** The request's number. */
export const correlationOf = (response: Response): string => String(response.locals.correlationId);

/** Runs a handler under the request's number again: reading the body loses it. */
export const correlated =
  (handler: RequestHandler): RequestHandler =>
  (request: Request, response: Response, next) =>
    withCorrelation(correlationOf(response), () => handler(request, response, next));
