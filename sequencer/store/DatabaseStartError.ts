/** PostgreSQL could not be started: nothing to retry until someone has changed something. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError';
  readonly kind = 'fatal';
}
