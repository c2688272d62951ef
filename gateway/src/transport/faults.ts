/**
 * Why a question has no answer.
 * `connection`: the connection could not be made or was lost; `timeout`: the subgraph was silent for too long;
 * `gone`: a proxy in front says that nobody is there; `too-large`; `unbelievable`: what came is no GraphQL answer;
 * `abandoned`: whoever asked waits no longer; `crowded`: too many wait already; `resting`: the breaker is open.
 */
export type FaultKind =
  | 'connection'
  | 'timeout'
  | 'gone'
  | 'too-large'
  | 'unbelievable'
  | 'abandoned'
  | 'crowded'
  | 'resting';

/** A question that got no answer. For our log and metrics; a client learns UPSTREAM_UNAVAILABLE only. */
export class TransportFault extends Error {
  override name = 'TransportFault';
  readonly kind: FaultKind;
  /** Whether anything of an answer came back before it failed. */
  readonly answering: boolean;

  constructor(
    kind: FaultKind,
    message: string,
    { cause, answering = false }: { cause?: unknown; answering?: boolean } = {},
  ) {
    super(message, { cause });
    this.kind = kind;
    this.answering = answering;
  }
}

const CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TIMEOUT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** What an error of the HTTP client means to us. */
export function faultOf(error: unknown, answering: boolean): TransportFault {
  if (error instanceof TransportFault) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return new TransportFault(kindOf(String(code)), String(message), { cause: error, answering });
}

function kindOf(code: string): FaultKind {
  if (CONNECTION.has(code)) return 'connection';
  if (TIMEOUT.has(code)) return 'timeout';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'too-large';
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return 'abandoned';
  return 'unbelievable';
}
