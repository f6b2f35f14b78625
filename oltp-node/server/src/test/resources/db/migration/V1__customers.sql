CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TABLE customer (
    id bigserial PRIMARY KEY,
    email varchar(200) NOT NULL,
    token uuid NOT NULL DEFAULT uuid_generate_v4(),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT customer_email UNIQUE (email)
);

INSERT INTO customer (email) VALUES ('first@example.org');
