-- What a customer has promised, for whoever adds to it: the same customer's wishes take turns until the transaction ends, and
-- each sees what the one before has committed, also when all of it is one statement.
CREATE FUNCTION "open_promises"(customer TEXT) RETURNS TABLE ("promises" INTEGER, "units" JSONB) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(customer, 0));
  RETURN QUERY SELECT
    (SELECT count(*)::int FROM "Hold" WHERE "customerId" = customer AND "state" = 'ACTIVE'),
    (SELECT coalesce(jsonb_object_agg(open."itemId", open."units"), '{}') FROM (
       SELECT line."itemId", sum(line."quantity") AS "units"
       FROM "Hold" AS mine JOIN "HoldLine" AS line USING ("orderId")
       WHERE mine."customerId" = customer AND mine."state" = 'ACTIVE' AND line."state" = 'ACTIVE'
       GROUP BY line."itemId") AS open);
END;
$$;
