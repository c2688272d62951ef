-- Who gets an order becomes one text, which the service seals when it starts next.
ALTER TABLE "Order" ADD COLUMN "recipient" TEXT;

UPDATE "Order" SET "recipient" = jsonb_build_object(
  'name', COALESCE("address"->>'contactName', "customerName"),
  'phone', COALESCE("address"->>'contactPhone', "customerPhone"),
  'line1', COALESCE("address"->>'line1', ''), 'line2', "address"->>'line2',
  'city', COALESCE("address"->>'city', ''), 'state', "address"->>'state',
  'country', COALESCE("address"->>'country', ''), 'postalCode', COALESCE("address"->>'postalCode', ''))::text;

ALTER TABLE "Order" ALTER COLUMN "recipient" SET NOT NULL,
  DROP COLUMN "customerName", DROP COLUMN "customerPhone", DROP COLUMN "address";

-- Checkouts that a crash left open are finished from their plan.
UPDATE "Checkout" SET "plan" = ("plan" - 'customer' - 'address') || jsonb_build_object('recipient', jsonb_build_object(
  'name', COALESCE("plan"->'address'->>'contactName', "plan"->'customer'->>'name'),
  'phone', COALESCE("plan"->'address'->>'contactPhone', "plan"->'customer'->>'phone'),
  'line1', COALESCE("plan"->'address'->>'line1', ''), 'line2', "plan"->'address'->>'line2',
  'city', COALESCE("plan"->'address'->>'city', ''), 'state', "plan"->'address'->>'state',
  'country', COALESCE("plan"->'address'->>'country', ''), 'postalCode', COALESCE("plan"->'address'->>'postalCode', ''))::text)
WHERE "plan" ? 'customer' AND "state" = 'STARTED';

-- Of the others nobody reads the plan again.
UPDATE "Checkout" SET "plan" = NULL WHERE "plan" ? 'customer';
