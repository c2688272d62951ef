import type { Child } from '../run/child.ts';
import type { Place } from '../run/graph.ts';
import type { Setting } from './setting.ts';

/** What every gateway of a run shares. */
export interface Ground {
  /** The core gateways are pinned to; none when they share all. */
  readonly core: number | undefined;
  readonly keys: Pick<Setting, 'tokenJwks' | 'serviceJwks' | 'servicePrivateKey'>;
  readonly redisUrl: string;
}

/** A gateway that runs. */
export interface Running {
  readonly child: Pick<Child, 'pid' | 'signal' | 'stop'>;
  /** Its GraphQL endpoint. */
  readonly url: string;
  readonly profileFile?: string;
}

/** A gateway to be measured. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  /** How it treats a client's token. */
  readonly signedIn: 'verified' | 'forwarded';
  /** Makes it ready to be started. Throws when this machine cannot. */
  install(): Promise<void>;
  /** Starts it and answers once it answers. */
  start(place: Place, ground: Ground): Promise<Running>;
}
