import { createHash } from 'node:crypto';
import { formatAmount } from '@app/kernel/money';
import type { Session } from './session.ts';
import { style } from './style.ts';

const styleHash = createHash('sha256').update(style).digest('base64');

/** What the browser is told about the pay pages: nothing from elsewhere, no script, no framing, no trace in a cache or a referrer. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const amountOf = ({ amount, currency }: Session): string =>
  `${formatAmount({ minor: BigInt(amount), currency })} ${currency}`;

/** The page of a session: two buttons while it is open, what became of it afterwards. */
export const sessionPage = (session: Session): string =>
  session.status === 'open' ? openPage(session) : resultPage(session);

/** The page for an address that names no session. */
export const unknownPage = (): string =>
  document('Nothing to pay here', mark('declined', 'Nothing to pay here', 'Ask the shop for a new link.'));

const openPage = (session: Session): string =>
  document(
    `Pay ${amountOf(session)}`,
    `${summary(session)}
    <div class="choices">
      <form method="post" action="/pay/${session.id}/pay"><button class="primary" type="submit">Pay ${text(amountOf(session))}</button></form>
      <form method="post" action="/pay/${session.id}/decline"><button type="submit">Decline</button></form>
    </div>
    <p class="small">This link can be used until <time datetime="${session.expiresAt}">${clockTime(session.expiresAt)}</time>.</p>`,
  );

const results = {
  paid: ['Payment received', 'Thank you. The shop has been told.'],
  declined: ['Payment declined', 'Nothing was taken. The shop has been told.'],
  expired: ['This link has expired', 'Nothing was taken. Ask the shop for a new link.'],
} as const;

function resultPage(session: Session): string {
  const status = session.status === 'open' ? 'expired' : session.status;
  const [title, sentence] = results[status];
  const back = session.returnUrl
    ? `<p><a class="button" href="${text(session.returnUrl)}">Back to ${text(session.merchant)}</a></p>`
    : '';
  return document(title, `${mark(status, title, sentence)}${summary(session, 'h2')}${back}`);
}

const mark = (status: 'paid' | 'declined' | 'expired', title: string, sentence: string): string =>
  `<div class="mark ${status}" role="status"><span aria-hidden="true">${{ paid: '✓', declined: '✕', expired: '⧗' }[status]}</span>
    <div><h1>${title}</h1><p>${sentence}</p></div></div>`;

const summary = (session: Session, heading: 'h1' | 'h2' = 'h1'): string => `
    <${heading} class="amount">${text(amountOf(session))}</${heading}>
    <dl>
      <div><dt>To</dt><dd>${text(session.merchant)}</dd></div>
      ${session.description ? `<div><dt>For</dt><dd>${text(session.description)}</dd></div>` : ''}
      <div><dt>Reference</dt><dd class="code">${text(session.reference)}</dd></div>
    </dl>`;

const clockTime = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(new Date(iso));

const document = (title: string, body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${text(title)} · Sandbox Pay</title>
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>
    <main>
      <p class="brand"><span aria-hidden="true">◆</span> Sandbox Pay <span class="badge">Test mode: no real money</span></p>
      ${body}
    </main>
  </body>
</html>
`;
