/** The sequencer's tables. Every statement may run again. @param schema an identifier */
export function journalTables(schema: string): string {
  return `
CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE IF NOT EXISTS ${schema}.deployment (
  chain_id bigint NOT NULL,
  rollup bytea NOT NULL PRIMARY KEY
);
CREATE TABLE IF NOT EXISTS ${schema}.journal (
  id bigint PRIMARY KEY,
  batch bigint NOT NULL,
  first_seq bigint NOT NULL,
  count int NOT NULL,
  data bytea NOT NULL,
  outcomes bytea NOT NULL,
  inbox bytea NOT NULL,
  seal_time_sec bigint
);
CREATE INDEX IF NOT EXISTS journal_batch ON ${schema}.journal (batch);
CREATE TABLE IF NOT EXISTS ${schema}.batches (
  number bigint PRIMARY KEY,
  header bytea NOT NULL,
  hash bytea NOT NULL,
  root bytea NOT NULL,
  data bytea NOT NULL,
  inbox bytea NOT NULL,
  first_seq bigint NOT NULL,
  operations int NOT NULL,
  orders int NOT NULL,
  post_transaction bytea,
  post_gas bigint,
  claim bytea,
  claim_transaction bytea
);
CREATE TABLE IF NOT EXISTS ${schema}.snapshots (
  batch bigint PRIMARY KEY,
  next_seq bigint NOT NULL,
  inbox_next bigint NOT NULL,
  time_sec bigint NOT NULL,
  hash bytea NOT NULL,
  root bytea NOT NULL,
  tables bytea NOT NULL
);
ALTER TABLE ${schema}.journal ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE ${schema}.batches ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE ${schema}.snapshots ALTER COLUMN tables SET STORAGE EXTERNAL;
`;
}

const IDENTIFIER = /^[a-z][a-z0-9_]{0,40}$/;

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}
