import { ok, type Result, refuse } from '@app/kernel/result';

/** A provider that payments can go to. */
export interface Offer {
  readonly name: string;
  /** Whether it takes payments in this currency (ISO 4217). */
  takes(currency: string): boolean;
}

/** Where an online payment goes: to the provider that was asked for, else to the preferred one that takes its currency. */
export function chooseProvider(
  offered: readonly Offer[],
  { currency, wanted }: { currency: string; wanted?: string | null | undefined },
): Result<string, 'PROVIDER_NOT_OFFERED'> {
  const chosen = offered.find(({ name, takes }) => (!wanted || name === wanted) && takes(currency));
  if (chosen) return ok(chosen.name);
  const what = wanted ? `${wanted.toUpperCase()} is not offered for` : 'No provider is offered for';
  return refuse('PROVIDER_NOT_OFFERED', `${what} ${currency}.`, ['input', 'provider']);
}

/** A provider as it is kept (`stripe`), as the API names it. */
export const providerLabel = (name: string): ProviderLabel => name.toUpperCase() as ProviderLabel;
type ProviderLabel = 'STRIPE' | 'RAZORPAY' | 'XENDIT' | 'SANDBOX';

/** A provider as the API names it (`STRIPE`), and as it is kept (`stripe`). */
export const providerKey = (name: string | null | undefined): string | null => name?.toLowerCase() ?? null;
