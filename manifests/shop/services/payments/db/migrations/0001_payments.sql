CREATE TABLE payments (
    id              text PRIMARY KEY,
    order_id        text NOT NULL,
    idempotency_key text NOT NULL UNIQUE,
    status          text NOT NULL CHECK (status IN ('authorized', 'captured', 'refused')),
    amount_cents    bigint NOT NULL CHECK (amount_cents > 0)
);

CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text NOT NULL,
    body       jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE handled_events (
    id         text PRIMARY KEY,
    handled_at timestamptz NOT NULL DEFAULT now()
);
