/**
 * Vectors of fees. The ledger's rule takes whole cents, 10^-4 contracts and parts per million: figures that are not are
 * multiplied by powers of ten until they are, and the fee divided by them. What then has no exact double goes by the formula.
 */
import { abs, min, mulUp, WAD } from '../../../protocol/maths/wad.ts';
import type { FeeTerms } from '../../../protocol/money.ts';
import type { StandardCalls } from '../calls/standard.ts';
import { type JsonObject, type Kind, pricingRule } from '../kind.ts';
import { wad } from '../read.ts';

interface Fee {
  readonly base: bigint;
  readonly rate: bigint;
  readonly amount: bigint;
  readonly index: bigint;
  /** Absent: the fee has no cap. */
  readonly cap?: { readonly share: bigint; readonly price: bigint };
}

/** Units of 10^-18 in one of the ledger's. */
const CENT = 10n ** 16n;
const LOT = 10n ** 14n;
const PPM = 10n ** 12n;
const EIGHTH = WAD / 8n;
const MOST_SCALE = 9;

export const feeKind: Kind = {
  name: 'fee',
  rule: pricingRule,
  async run({ inputs }, calls) {
    const terms = readFee(inputs);
    const fee = (await ledgerFee(calls, terms)) ?? formula(terms);
    return { fee, fee_btc: fee };
  },
};

/** Names that end in `_btc` are in coins of a coin: an index of 1. */
function readFee(inputs: JsonObject): Fee {
  const price = inputs.price ?? inputs.price_btc;
  return {
    base: wad(inputs.base),
    rate: wad(inputs.rate ?? inputs.rate_btc),
    amount: abs(wad(inputs.amount ?? '1')),
    index: wad(inputs.index ?? '1'),
    ...(inputs.capPct !== undefined && inputs.capPct !== null
      ? { cap: { share: wad(inputs.capPct), price: wad(price) } }
      : {}),
  };
}

function formula({ base, rate, amount, index, cap }: Fee): bigint {
  const share = mulUp(rate, mulUp(amount, index));
  if (cap === undefined) return base + share;
  return base + min(share, mulUp(cap.share, mulUp(amount, cap.price)));
}

/** Nothing where the ledger's numbers do not hold the fee to the last digit. */
async function ledgerFee(calls: StandardCalls, fee: Fee): Promise<bigint | undefined> {
  if (fee.cap !== undefined && fee.cap.share !== EIGHTH) return undefined;
  for (let money = 0; money <= MOST_SCALE; money++) {
    const terms = ledgerTerms(fee, 10n ** BigInt(money));
    if (terms === undefined) continue;
    const got = fee.cap === undefined ? calls.perpetualFeeUp(terms) : calls.feeUp(terms);
    return (BigInt(await got) * PPM) / 10n ** BigInt(money);
  }
  return undefined;
}

function ledgerTerms(fee: Fee, scale: bigint): FeeTerms | undefined {
  const { base, rate, amount, index } = fee;
  const price = fee.cap?.price ?? 0n;
  const figures = [
    [index * scale, CENT],
    [price * scale, CENT],
    [base * scale, PPM],
    [amount, LOT],
    [rate, PPM],
  ];
  if (figures.some(([value, unit]) => value % unit !== 0n)) return undefined;
  const [indexCents, priceCents, baseFee, quantityE4, ratePpm] = figures.map(
    ([value, unit]) => value / unit,
  );
  const [notional, premium] = [indexCents * quantityE4, priceCents * quantityE4];
  const isExact = (notional * ratePpm) % 1_000_000n === 0n && premium % 8n === 0n;
  const largest = [notional, premium, notional * ratePpm, baseFee].reduce((a, b) =>
    a > b ? a : b,
  );
  if (!isExact || largest > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return {
    indexCents: Number(indexCents),
    priceCents: Number(priceCents),
    quantityE4: Number(quantityE4),
    ratePpm: Number(ratePpm),
    baseFee: Number(baseFee),
  };
}
