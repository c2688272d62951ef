/** The domains that own a database, in the order of their ports. */
export const domains = ['users', 'businesses', 'inventory', 'payments', 'orders', 'delivery', 'ratings'] as const;

/** One of the domains. */
export type Domain = (typeof domains)[number];

/** Whether a text names a domain. */
export const isDomain = (text: string): text is Domain => (domains as readonly string[]).includes(text);
