-- Version 1 of the catalog store. {key} is text compared byte by byte, {json} is text.
-- A namespace key is the namespace's levels joined by the unit separator (0x1F); the root has no row.
CREATE TABLE namespaces (
  namespace_key {key} NOT NULL PRIMARY KEY,
  parent_key {key} REFERENCES namespaces (namespace_key),
  properties {json} NOT NULL
);
CREATE INDEX namespaces_by_parent ON namespaces (parent_key, namespace_key);

-- Tables and views share their namespace's names, so one primary key covers both.
CREATE TABLE objects (
  namespace_key {key} NOT NULL REFERENCES namespaces (namespace_key),
  name {key} NOT NULL,
  kind {key} NOT NULL,
  uuid {key} NOT NULL,
  metadata_location {key} NOT NULL,
  PRIMARY KEY (namespace_key, name)
);

-- One row. Every mutation takes its row lock last, so event numbers have no gaps and follow commit order.
CREATE TABLE catalog_clock (
  id INTEGER NOT NULL PRIMARY KEY,
  last_event BIGINT NOT NULL
);
INSERT INTO catalog_clock (id, last_event) VALUES (1, 0);

-- One row for each mutation, written in the mutation's own transaction.
CREATE TABLE events (
  event_id BIGINT NOT NULL PRIMARY KEY,
  commit_id {key} NOT NULL UNIQUE,
  occurred_at_millis BIGINT NOT NULL,
  principal {key} NOT NULL,
  operation {key} NOT NULL,
  changes {json} NOT NULL
);

-- The final answers of requests that carried an Idempotency-Key.
CREATE TABLE idempotency_keys (
  idempotency_key {key} NOT NULL PRIMARY KEY,
  fingerprint {key} NOT NULL,
  status INTEGER NOT NULL,
  kind {key} NOT NULL,
  content {json} NOT NULL,
  created_at_millis BIGINT NOT NULL
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_millis);

-- Dropped tables whose files still have to be deleted.
CREATE TABLE purges (
  purge_id {key} NOT NULL PRIMARY KEY,
  table_name {key} NOT NULL,
  metadata_location {key} NOT NULL,
  requested_at_millis BIGINT NOT NULL,
  not_before_millis BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  last_error {json} NOT NULL
);
CREATE INDEX purges_by_due_time ON purges (not_before_millis);

-- Who may do what. An empty namespace key means the whole catalog, an empty object name the whole namespace.
CREATE TABLE principals (
  principal {key} NOT NULL PRIMARY KEY,
  secret_hash {key} NOT NULL,
  is_admin INTEGER NOT NULL,
  created_at_millis BIGINT NOT NULL
);
CREATE TABLE grants (
  principal {key} NOT NULL REFERENCES principals (principal) ON DELETE CASCADE,
  namespace_key {key} NOT NULL,
  object_name {key} NOT NULL,
  privilege {key} NOT NULL,
  PRIMARY KEY (principal, namespace_key, object_name)
);

-- What all servers of a catalog share, such as the key that signs tokens.
CREATE TABLE settings (
  name {key} NOT NULL PRIMARY KEY,
  setting {json} NOT NULL
);
