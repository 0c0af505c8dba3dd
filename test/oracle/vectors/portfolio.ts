/** Vectors of portfolio margin, by the oracle. */
import type { Random } from '../../fixtures/random.ts';
import { digitsOf, ONE, type Real, real } from '../decimal.ts';
import { type NaiveAccount, naivePortfolioMargin, type NaiveScenario } from '../naivePortfolio.ts';
import { decimal, type MadeVector, reals, times } from './draw.ts';
import { drawSurface } from './pricing.ts';

const GROUPS = {
  SkewShock: {
    LINEAR_SCALE_CAP: '0.15',
    LINEAR_CBASE: '-0.05',
    ABS_SCALE_CAP: '0.15',
    ABS_CBASE: '-0.05',
    MIN_K_STAR: '0.01',
    MIN_WIDTH_SCALE: '4',
    VOL_PARAM_STATIC: '0.6',
    VOL_PARAM_SCALE: '-0.1',
  },
  VolShock: {
    VOLRANGEUP: '0.5',
    VOLRANGEDOWN: '0.275',
    SHORTTERMPOWER: '0.3',
    LONGTERMPOWER: '0.13',
    DTE_FLOOR: '1',
    MIN_VOL_EVAL_SHOCKED: '0.45',
  },
  Margin: {
    MM_LOSS_FACTOR: '0.8',
    IM_LOSS_FACTOR: '1',
    SHORT_RATE_MULTSCALE: '0.5',
    LONG_RATE_MULTSCALE: '1',
    SHORT_RATE_ADDSCALE: '0.08',
    LONG_RATE_ADDSCALE: '0.08',
    BASE_STATIC_DISCOUNT: '0.95',
    BASE_STATIC_DISCOUNT_NEG: '1.04',
  },
  BasisContingency: {
    SCENARIO_SPOT_UP: '1.045',
    SCENARIO_SPOT_DOWN: '0.955',
    BASIS_CONT_ADD_FACTOR: '0.5',
    BASIS_CONT_MULT_FACTOR: '2',
  },
  OtherContingency: {
    PEG_LOSS_THRESHOLD: '0.98',
    PEG_LOSS_FACTOR: '2',
    CONF_THRESHOLD: '0.55',
    CONF_MARGIN: '1',
    MM_PERP_PERCENT: '0.015',
    IM_PERP_PERCENT: '0.005',
    MM_OPTION_PERCENT: '0.003',
    IM_OPTION_PERCENT: '0.002',
  },
};
type Groups = Readonly<Record<keyof typeof GROUPS, Readonly<Record<string, string>>>>;

interface Row {
  readonly SpotShock: string;
  readonly VolShockDirection: NaiveScenario['direction'];
  readonly DampeningFactor: string;
}

const TAILS = [
  ['0.34', '0.054545454545454545'],
  ['0.67', '0.109090909090909091'],
  ['1.5', '0.072'],
  ['4', '0.012'],
];

/** The regular ones come first, then tails, then skews. */
function scenariosOf(random: Random): { regular: Row[]; tail: Row[]; skew: Row[] } {
  const shocks = ['1.135', '1.045', '1', '0.955', '0.865'].filter(() => random.chance(0.8));
  const row = (
    SpotShock: string,
    VolShockDirection: Row['VolShockDirection'],
    DampeningFactor = '1',
  ): Row => ({ SpotShock, VolShockDirection, DampeningFactor });
  return {
    regular: [
      row('1.18', 'Up'),
      ...shocks.flatMap((shock) => [row(shock, 'Up'), row(shock, 'None'), row(shock, 'Down')]),
      row('0.82', 'Up'),
    ],
    tail: TAILS.map(([shock, dampening]) => row(shock, 'Up', dampening)),
    skew: [row('1', 'LINEAR'), row('1', 'ABS', random.pick(['1', '0.7']))],
  };
}

export function makePortfolios(random: Random): MadeVector[] {
  return times(14, (i) => makePortfolio(random, i));
}

function makePortfolio(random: Random, index: number): MadeVector {
  const groups = drawGroups(random, index);
  const inputs = drawInputs(random, index);
  const { regular, tail, skew } = scenariosOf(random);
  const rows = [...regular, ...tail, ...skew];
  const p = reals(Object.assign({}, ...Object.values(groups)) as Record<string, string>);
  const scenarios = rows.map(({ SpotShock, VolShockDirection, DampeningFactor }) => ({
    shock: real(SpotShock),
    direction: VolShockDirection,
    dampening: real(DampeningFactor),
  }));
  const result = naivePortfolioMargin(naiveAccount(inputs), {
    p,
    scenarios,
  });
  return {
    id: `portfolio_${index}`,
    kind: 'pmrm2_margin',
    params: { Scenarios: rows, ...groups },
    inputs,
    expected: expectedOf(inputs, result, { regular, tail }),
    tolerance_rel: '1e-9',
  };
}

function drawGroups(random: Random, index: number): Groups {
  if (index % 2 === 0) return GROUPS;
  return Object.fromEntries(
    Object.entries(GROUPS).map(([group, members]) => {
      const [name, usual] = random.pick(Object.entries(members));
      const range = [Number(usual) * 0.8, Number(usual) * 1.2].sort((a, b) => a - b);
      const drawn = decimal(random, [range[0], range[1]], 6);
      return [group, { ...members, [name]: drawn }];
    }),
  ) as unknown as Groups;
}

type Inputs = ReturnType<typeof drawInputs>;

function drawInputs(random: Random, index: number) {
  const spot = decimal(random, [40_000, 99_000], 6);
  const of = (low: number, high: number, places = 6): string =>
    decimal(random, [Number(spot) * low, Number(spot) * high], places);
  const confidence = (): string => random.pick(['1', '1', decimal(random, [0.1, 0.99])]);
  const seconds = [[900, 86_400 * 40], [0, 86_400], [86_400 * 7, 86_400 * 200], []][index % 4];
  const feeds = seconds.map((sec) => {
    const forward = of(0.98, 1.04, 8);
    const tau = decimal(random, [sec / 31_536_000 + 0.0001, sec / 31_536_000 + 0.0006], 12);
    const { a, b, rho, m, sigma } = drawSurface(random, { tau, forward });
    return {
      FeedExpiry: sec,
      Forward: forward,
      ForwardConfidence: confidence(),
      Rate: decimal(random, [-0.02, 0.2]),
      RateConfidence: confidence(),
      SVIparam: [a, b, rho, m, sigma, of(0.98, 1.04, 8), tau],
      OptionVolConfidences: confidence(),
    };
  });
  const perps = random.pick(['0', decimal(random, [-3, 3])]);
  return {
    Cash: decimal(random, [-50_000, 90_000], 6),
    SpotPrice: spot,
    SpotConfidence: confidence(),
    StablePrice: random.pick(['1', '0.95', '1.0002']),
    NumPerps: perps,
    PerpPrice: of(0.98, 1.02),
    PerpConfidence: confidence(),
    UnrealisedPerpPNL: perps === '0' ? '0' : decimal(random, [-900, 900]),
    UnrealisedFunding: perps === '0' ? '0' : decimal(random, [-50, 50]),
    Collaterals: times(index % 3, () => ({
      Amount: decimal(random, [0, 3]),
      Price: of(0.97, 1.03),
      Confidence: confidence(),
      MMHaircut: '0.04',
      IMHaircut: '0.015',
      IsRiskCancelling: random.chance(0.5),
    })),
    OptionFeeds: feeds,
    Options: feeds
      .flatMap(({ FeedExpiry }) =>
        times(random.between(1, 4), (i) => ({
          Expiry: FeedExpiry,
          Strike: i === 3 ? '0' : `${Math.round(Number(spot) * (0.8 + 0.17 * i))}`,
          IsCall: random.between(0, 1),
          Amount: decimal(random, [-3, 3]),
        })),
      )
      .filter(({ Amount }) => Amount !== '0'),
  };
}

function naiveAccount(inputs: Inputs): NaiveAccount {
  return {
    cash: real(inputs.Cash),
    spot: real(inputs.SpotPrice),
    spotConfidence: real(inputs.SpotConfidence),
    stable: real(inputs.StablePrice),
    perps: real(inputs.NumPerps),
    perpPrice: real(inputs.PerpPrice),
    perpConfidence: real(inputs.PerpConfidence),
    unsettled: real(inputs.UnrealisedPerpPNL) + real(inputs.UnrealisedFunding),
    collaterals: inputs.Collaterals.map((collateral) => ({
      amount: real(collateral.Amount),
      price: real(collateral.Price),
      confidence: real(collateral.Confidence),
      mmHaircut: real(collateral.MMHaircut),
      imHaircut: real(collateral.IMHaircut),
      riskCancelling: collateral.IsRiskCancelling,
    })),
    feeds: inputs.OptionFeeds.map((feed) => {
      const [a, b, rho, m, sigma, forward, tau] = feed.SVIparam.map(real);
      return {
        sec: BigInt(feed.FeedExpiry),
        forward: real(feed.Forward),
        rate: real(feed.Rate),
        forwardConfidence: real(feed.ForwardConfidence),
        rateConfidence: real(feed.RateConfidence),
        volConfidence: real(feed.OptionVolConfidences),
        surface: { a, b, rho, m, sigma, forward, tau },
        options: inputs.Options.filter(({ Expiry }) => Expiry === feed.FeedExpiry).map(
          ({ Strike, IsCall, Amount }) => {
            return { strike: real(Strike), put: IsCall === 0, amount: real(Amount) };
          },
        ),
      };
    }),
  };
}

function expectedOf(
  { Options, OptionFeeds }: Inputs,
  result: ReturnType<typeof naivePortfolioMargin>,
  { regular, tail }: { regular: readonly Row[]; tail: readonly Row[] },
): object {
  const signs = { Up: 1, None: 0, Down: -1 } as Readonly<Record<string, number>>;
  const [pnls, tailEnd] = [result.pnls, regular.length + tail.length];
  const loss = ({ SpotShock, VolShockDirection }: Row, pnl: Real): unknown[] => {
    return [digitsOf(real(SpotShock) - ONE), signs[VolShockDirection], digitsOf(pnl)];
  };
  const lowest = (values: readonly Real[]): Real => values.reduce((a, b) => (b < a ? b : a));
  const parts = {
    regular: lowest(pnls.slice(0, regular.length)),
    tail: lowest(pnls.slice(regular.length, tailEnd)),
    skew: lowest(pnls.slice(tailEnd)),
  };
  const worst = lowest(Object.values(parts));
  const shocksOf = (Expiry: number) =>
    result.shocks[OptionFeeds.findIndex(({ FeedExpiry }) => FeedExpiry === Expiry)];
  return {
    IM: digitsOf(result.IM),
    MM: digitsOf(result.MM),
    PortfolioMTM: digitsOf(result.MtM),
    OptionMTM: digitsOf(result.optionMtM),
    CollateralMTM: digitsOf(result.collateralMtM),
    ForwardContingency: digitsOf(result.basis),
    worst_reg_loss: digitsOf(parts.regular),
    worst_tail_loss: digitsOf(parts.tail),
    worst_skew_loss: digitsOf(parts.skew),
    worst_all_scenarios: Object.entries(parts).find(([, value]) => value === worst)![0],
    reg_losses: regular.map((row, i) => loss(row, pnls[i])),
    tail_losses: tail.map((row, i) => loss(row, pnls[regular.length + i])),
    skew_losses: ['LINEAR', 'ABS'].map((name, i) => [name, digitsOf(pnls[tailEnd + i])]),
    discount_factors: result.shocks.map(({ gain, loss: owed }) => [digitsOf(gain), digitsOf(owed)]),
    VolShockUpMultiplier: Options.map(({ Expiry }) => digitsOf(shocksOf(Expiry).up)),
    VolShockDownMultiplier: Options.map(({ Expiry }) => digitsOf(shocksOf(Expiry).down)),
    im_loss_factor: digitsOf(result.factor),
  };
}
