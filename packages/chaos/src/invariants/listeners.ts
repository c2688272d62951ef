import { pathToFileURL } from 'node:url';
import type { Domain } from '@app/stack/domains';
import { inRepository } from '@app/stack/paths';

/** A consumer, as far as it says which events concern it. */
export interface Listener {
  readonly name: string;
  readonly on: string | readonly string[];
  when?(payload: unknown): boolean;
}

interface Module {
  readonly consumers?: readonly Listener[];
  /** Where consumers are made with something to work with; what is asked of them here needs none of it. */
  consumersOf?(parts: unknown): readonly Listener[];
}

/** The consumers of a domain, from its own list. */
export async function listenersOf(domain: Domain): Promise<readonly Listener[]> {
  const file = inRepository('subgraphs', domain, 'src', 'consumers', 'index.ts');
  const { consumers, consumersOf } = (await import(pathToFileURL(file).href)) as Module;
  const found = consumers ?? consumersOf?.({}) ?? [];
  if (found.length === 0) throw new Error(`${domain} has a list of consumers without any`);
  return found;
}
