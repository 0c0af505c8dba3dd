import type { PublishPrices } from '../generated/codec.ts';
import type { Machine } from '../machine.ts';
import { checkQuorum, medianDown } from '../oracle.ts';
import { ORACLE_HEARTBEAT_SEC, UNDERLYINGS } from '../params.ts';
import { ACCEPTED, CODE } from '../rejections.ts';
import { indexPrintHash } from '../signed.ts';

/** The index price is the median of k signed values; the print is as old as its oldest signature. */
export function publishPrices(machine: Machine, { underlying, entries }: PublishPrices): number {
  const { state } = machine;
  if (underlying >= UNDERLYINGS.length) return CODE.unknownUnderlying;
  const quorum = checkQuorum(machine, {
    entries,
    maxPriceCents: UNDERLYINGS[underlying].maxPriceCents,
    structHash: (i) => indexPrintHash({ underlying, ...entries[i] }),
  });
  if (quorum !== ACCEPTED) return quorum;
  const now = state.globals.timeSec();
  const times = entries.map(({ timeSec }) => timeSec);
  const printedAt = Math.min(...times);
  const stale =
    printedAt <= state.underlyings.indexTimeSec(underlying) ||
    printedAt + ORACLE_HEARTBEAT_SEC < now ||
    Math.max(...times) > now;
  if (stale) return CODE.stalePrint;
  state.underlyings.setIndexCents(underlying, medianDown(entries.map((e) => e.priceCents)));
  state.underlyings.setIndexTimeSec(underlying, printedAt);
  return ACCEPTED;
}
