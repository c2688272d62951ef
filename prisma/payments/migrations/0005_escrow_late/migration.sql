-- What was released or refunded as a whole stays so. Money that arrives afterwards passes through: it is counted as refunded.
CREATE OR REPLACE FUNCTION "guard_escrow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (OLD."state" <> 'OPEN' AND (NEW."refundedMinor" < OLD."refundedMinor"
    OR to_jsonb(NEW) - 'refundedMinor' <> to_jsonb(OLD) - 'refundedMinor')) THEN
    RAISE EXCEPTION 'escrow of % is settled', OLD."sessionId" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END;
$$;
