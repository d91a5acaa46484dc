CREATE TABLE cart_items (
    cart     text NOT NULL,
    product  text NOT NULL,
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    PRIMARY KEY (cart, product)
);

CREATE TABLE handled_events (
    id         text PRIMARY KEY,
    handled_at timestamptz NOT NULL DEFAULT now()
);
