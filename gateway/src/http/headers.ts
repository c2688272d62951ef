import type { Settings } from '../env.ts';

/** Headers as `writeHead` takes them: names and values in turn. */
export type Headers = readonly string[];

const YEAR_SECONDS = 31_536_000;

/** Headers of every answer, on pages and on the graph. */
const everywhere = (secure: boolean): Headers => [
  'x-content-type-options',
  'nosniff',
  ...(secure ? ['strict-transport-security', `max-age=${YEAR_SECONDS}; includeSubDomains`] : []),
];

/** Headers of answers of the graph: JSON is never shown as a page, so no more is needed. */
export const graphHeaders = ({ publicUrl }: Settings): Headers => everywhere(isSecure(publicUrl));

/** Headers of everything a browser may show as a page. */
export function pageHeaders({ publicUrl }: Settings): Headers {
  const secure = isSecure(publicUrl);
  return [
    ...everywhere(secure),
    'content-security-policy',
    contentSecurityPolicy(publicUrl),
    'cross-origin-resource-policy',
    'same-origin',
    'referrer-policy',
    'no-referrer',
    'x-dns-prefetch-control',
    'off',
    'x-download-options',
    'noopen',
    'x-frame-options',
    'DENY',
    'x-permitted-cross-domain-policies',
    'none',
    'x-xss-protection',
    '0',
    // Over plain HTTP, browsers ignore these and complain.
    ...(secure ? ['cross-origin-opener-policy', 'same-origin', 'origin-agent-cluster', '?1'] : []),
  ];
}

const isSecure = (publicUrl: string): boolean => new URL(publicUrl).protocol === 'https:';

/** The explorer runs from our own files only; its editor sets styles and starts workers. */
function contentSecurityPolicy(publicUrl: string): string {
  const socket = `${isSecure(publicUrl) ? 'wss' : 'ws'}://${new URL(publicUrl).host}`;
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    `connect-src 'self' ${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join(';');
}
