/** Who trades in a replay, and under which margin model. */
import type { MarginModel } from '../../sdk/types.ts';
import type { Devnet } from '../devnet/devnet.ts';
import type { Role } from '../devnet/traders.ts';
import type { Seller } from '../devnet/sellers.ts';

interface Part {
  readonly usdc: number;
  readonly model: MarginModel;
  readonly underlying: number | null;
}

const MAKERS: readonly Part[] = [
  { usdc: 20_000_000, model: 'standard', underlying: null },
  { usdc: 10_000_000, model: 'portfolio', underlying: 0 },
  { usdc: 10_000_000, model: 'portfolio', underlying: 1 },
];
const TAKERS: readonly Part[] = [
  { usdc: 300_000, model: 'standard', underlying: null },
  { usdc: 300_000, model: 'standard', underlying: null },
  { usdc: 300_000, model: 'portfolio', underlying: 0 },
  { usdc: 300_000, model: 'portfolio', underlying: 1 },
];
const SELLERS: readonly (Part & Pick<Seller, 'underlying' | 'sells'>)[] = [
  { usdc: 25_000, model: 'standard', underlying: 0, sells: 'calls' },
  { usdc: 25_000, model: 'portfolio', underlying: 0, sells: 'puts' },
  { usdc: 25_000, model: 'portfolio', underlying: 0, sells: 'both' },
  { usdc: 25_000, model: 'standard', underlying: 1, sells: 'puts' },
  { usdc: 25_000, model: 'portfolio', underlying: 1, sells: 'calls' },
  { usdc: 25_000, model: 'portfolio', underlying: 1, sells: 'both' },
];
const KEEPER_USDC = 10_000_000;

export interface Cast {
  readonly makers: readonly Role[];
  readonly takers: readonly Role[];
  readonly sellers: readonly (Seller & { readonly usdc: number })[];
  readonly keeper: Role['trader'];
  /** By account. */
  readonly names: ReadonlyMap<number, string>;
}

/** Opens and funds every account through L1. */
export async function openCast(devnet: Devnet): Promise<Cast> {
  const open = async <P extends Part>(name: string, part: P): Promise<P & Role> => {
    const trader = await devnet.trader(name, part.usdc);
    if (part.model !== 'standard') await trader.client.setMarginModel(part.model);
    return { ...part, trader };
  };
  const all = async <P extends Part>(name: string, parts: readonly P[]): Promise<(P & Role)[]> =>
    Promise.all(parts.map(async (part, i) => open(`${name} ${i + 1}`, part)));
  const [makers, takers, sellers, keeper] = await Promise.all([
    all('maker', MAKERS),
    all('taker', TAKERS),
    all('seller', SELLERS),
    devnet.trader('keeper', KEEPER_USDC),
  ]);
  const traders = [...[...makers, ...takers, ...sellers].map(({ trader }) => trader), keeper];
  const names = new Map(traders.map(({ account, name }) => [account, name]));
  return { makers, takers, sellers, keeper, names };
}
