import { fieldKeys } from '@app/kernel/cipher';
import { readEnv } from '@app/kernel/env';
import { z } from 'zod';

const seconds = (standard: number) => z.coerce.number().int().min(1).default(standard);

const read = () =>
  readEnv('orders', {
    ORDERS_FIELD_KEYS: fieldKeys,
    /**
     * How long an unpaid order waits for its money: longer than its pay page is open and its stock is promised, so that
     * what was paid at the last moment and told late still finds it. Payments end it sooner when the page has closed unused.
     */
    ORDERS_UNPAID_SECONDS: seconds(45 * 60),
    /** How long a business may leave an order unanswered. */
    ORDERS_UNACCEPTED_SECONDS: seconds(10 * 60),
    /** After how long a checkout that nobody works on any more is taken up again. */
    ORDERS_CHECKOUT_LEASE_SECONDS: seconds(30),
    /** How long a cart lives without a change. */
    ORDERS_CART_SECONDS: seconds(30 * 24 * 60 * 60),
    /** The currency an empty cart shows its zero in. */
    ORDERS_CURRENCY: z.string().length(3).default('EUR'),
  });

let settings: ReturnType<typeof read> | undefined;

/** This domain's settings, read and checked once. Throws ConfigurationRefused. */
export const orderSettings = (): ReturnType<typeof read> => {
  settings ??= read();
  return settings;
};

/** The keys that seal personal fields, the newest first. Throws ConfigurationRefused. */
export const readFieldKeys = () => orderSettings().ORDERS_FIELD_KEYS;
