-- An order that was called off is never paid, whatever a writer looked at before. Calling off takes the same lock, writes
-- its row and looks for a payment afterwards: of two at the same moment, the second sees what the first has committed.
CREATE FUNCTION "refuse_voided_payment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW."orderId", 0));
  IF EXISTS (SELECT FROM "VoidedOrder" WHERE "orderId" = NEW."orderId") THEN
    RAISE EXCEPTION 'order % was called off before its payment was opened', NEW."orderId" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;

CREATE TRIGGER "Payment_not_voided" BEFORE INSERT ON "Payment"
  FOR EACH ROW WHEN (NEW."orderId" IS NOT NULL) EXECUTE FUNCTION "refuse_voided_payment"();
