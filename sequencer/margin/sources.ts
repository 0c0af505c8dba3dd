/** Where every dollar of a requirement comes from: rows that add up to equity minus margin, exactly. */
import type { HeldAccount } from '../../protocol/margin/account.ts';
import type { Breakdown } from '../../protocol/margin/portfolio/breakdown.ts';
import type { Contingency } from '../../protocol/margin/portfolio/contingencies.ts';
import type { PortfolioParams } from '../../protocol/margin/portfolio/params.ts';
import type { ExpiryBreakdown, StandardBreakdown } from '../../protocol/margin/standard.ts';
import { mulDown } from '../../protocol/maths/wad.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import { itemName } from './scenarios.ts';
import { expiryName } from './show.ts';

/** Figures × 10^-18 USD. */
export interface MarginSource {
  readonly source: string;
  /** `BTC-26JUN26`, `BTC`, or null where it is of the whole account. */
  readonly of: string | null;
  readonly initial: bigint;
  readonly maintenance: bigint;
}

/** The worst scenario, then what is held besides for shorts and for feeds of low confidence. */
export function portfolioSources(
  { expiries }: HeldAccount,
  found: Breakdown,
  params: PortfolioParams,
): MarginSource[] {
  const contingencies = expiries.flatMap((expiry, e) =>
    contingencySources(expiryName(expiry), found.expiries[e].contingency),
  );
  const worst = {
    source: `worst scenario: ${itemName(params, found.worstIndex)}`,
    of: null,
    initial: -mulDown(found.worst, found.initialLossFactor),
    maintenance: -mulDown(found.worst, params.mmLossFactor),
  };
  return [worst, ...contingencies].filter(isSomething);
}

function contingencySources(of: string, contingency: Contingency): MarginSource[] {
  const { maintenance, initial, confidence } = contingency;
  return [
    { source: 'naked short options', of, initial: maintenance + initial, maintenance },
    { source: 'prints of low confidence', of, initial: confidence, maintenance: 0n },
  ];
}

/** Each expiry by the milder of its two margins, then feeds of low confidence, then the peg of the cash token. */
export function standardSources(
  { expiries }: HeldAccount,
  { underlyings }: StandardBreakdown,
): MarginSource[] {
  const ids = [...new Set(expiries.map(({ underlying }) => underlying))];
  return ids
    .flatMap((id, u) => {
      const held = expiries.filter(({ underlying }) => underlying === id);
      const { depeg } = underlyings[u];
      return [
        ...held.flatMap((expiry, e) => expirySources(expiry, underlyings[u].expiries[e])),
        {
          source: 'cash token below its peg',
          of: UNDERLYINGS[id].symbol,
          initial: depeg,
          maintenance: 0n,
        },
      ];
    })
    .filter(isSomething);
}

function expirySources(
  expiry: { readonly underlying: number; readonly day: number; readonly priced: boolean },
  { marks, isolated, margins, contingency }: ExpiryBreakdown,
): MarginSource[] {
  const of = expiryName(expiry);
  const value = marks.reduce((sum, mark) => sum + mark, 0n);
  const kind = (of: 'initial' | 'maintenance'): string =>
    expiry.priced && margins[of] === isolated[of] ? 'each option by itself' : 'worst payoff';
  const [initial, maintenance] = [kind('initial'), kind('maintenance')];
  const source =
    initial === maintenance ? initial : `${initial} (initial), ${maintenance} (maintenance)`;
  return [
    { source, of, initial: value - margins.initial, maintenance: value - margins.maintenance },
    { source: 'prints of low confidence', of, initial: contingency, maintenance: 0n },
  ];
}

function isSomething({ initial, maintenance }: MarginSource): boolean {
  return initial !== 0n || maintenance !== 0n;
}
