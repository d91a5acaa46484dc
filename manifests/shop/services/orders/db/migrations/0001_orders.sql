CREATE TABLE orders (
    id              text PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    status          text NOT NULL CHECK (status IN ('placed', 'paid', 'refused')),
    total_cents     bigint NOT NULL CHECK (total_cents >= 0),
    placed_at       timestamptz NOT NULL DEFAULT now()
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
