import { parseInteger } from '../admission/decimals.ts';

const LIMIT_MAX = 500;

/** @param limit when the request names none */
export function parsePage(
  query: { before?: string | undefined; limit?: string | undefined },
  limit = 100,
): { before: number; limit: number } {
  return {
    before:
      query.before === undefined
        ? Number.MAX_SAFE_INTEGER
        : parseInteger(query.before, 'before', Number.MAX_SAFE_INTEGER),
    limit: query.limit === undefined ? limit : parseInteger(query.limit, 'limit', LIMIT_MAX),
  };
}
