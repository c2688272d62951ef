import type { IncomingMessage } from 'node:http';
import { publicError } from '@app/kernel/errors';
import type { Tickets } from '../identity/tickets.ts';
import { admitted, type ContextParts } from './context.ts';
import type { Exchange } from './exchange.ts';
import { send } from './send.ts';

/** What handing out and taking tickets needs. */
export interface TicketParts extends ContextParts {
  readonly tickets: Tickets;
}

/** Answers `PUT /graphql`: a ticket for one event stream, for who is signed in. */
export async function sendTicket(parts: TicketParts, exchange: Exchange): Promise<void> {
  const { authorization } = exchange.request.headers;
  await admitted(parts, exchange, 1);
  if (!authorization) throw publicError('UNAUTHENTICATED', 'Sign in first.');
  const body = await parts.tickets.issue(authorization);
  const headers = ['cache-control', 'no-store'];
  await send(exchange, { status: 201, type: 'text/plain; charset=utf-8', body, headers });
}

/** The `Authorization` header of a request for an event stream, or what the ticket in its URL stands for. */
export async function authorizationOf({ tickets }: TicketParts, request: IncomingMessage): Promise<string | undefined> {
  const { authorization } = request.headers;
  const { url = '' } = request;
  const at = url.indexOf('?');
  const ticket = authorization || at < 0 ? null : new URLSearchParams(url.slice(at)).get('ticket');
  return ticket ? tickets.redeem(ticket) : authorization;
}
