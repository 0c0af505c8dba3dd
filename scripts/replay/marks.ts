/** The exchange's own marks, as its API tells them, against the recorded ones. */
import { expirySec } from '../../protocol/instrument.ts';
import { median, quantile } from '../../publisher/fit/robust.ts';
import type { RecordedChain } from '../../publisher/feed/recorded.ts';
import { UNDERLYINGS } from '../../protocol/params.ts';
import type { Ticker } from '../../sdk/marginTypes.ts';
import type { Devnet } from '../devnet/devnet.ts';
import type { QuotedOption } from './instruments.ts';

export interface MarkErrors {
  readonly options: number;
  readonly medianVolPoints: number;
  readonly p95VolPoints: number;
  readonly medianUsd: number;
  readonly p95Usd: number;
}

export class MarkWatch {
  readonly #volPoints: number[] = [];
  readonly #usd: number[] = [];

  /** Two-sided quotes alone: other marks are nobody's market. */
  async look(
    { sequencer }: Pick<Devnet, 'sequencer'>,
    { options, chains }: { options: readonly QuotedOption[]; chains: readonly RecordedChain[] },
  ): Promise<void> {
    const expiries = new Set(options.map(({ instrument }) => expiryName(instrument)));
    const answers = await Promise.all(
      [...expiries].map(async (expiry) => {
        const response = await fetch(`${sequencer.url}/tickers/${expiry}`);
        return response.ok ? ((await response.json()) as readonly Ticker[]) : [];
      }),
    );
    const tickers = new Map(answers.flat().map((ticker) => [ticker.instrument, ticker]));
    for (const option of options) this.#compare(tickers.get(option.instrument), option, chains);
  }

  get errors(): MarkErrors | null {
    if (this.#usd.length === 0) return null;
    return {
      options: this.#usd.length,
      medianVolPoints: median(this.#volPoints),
      p95VolPoints: quantile(this.#volPoints, 0.95),
      medianUsd: median(this.#usd),
      p95Usd: quantile(this.#usd, 0.95),
    };
  }

  #compare(
    ticker: Ticker | undefined,
    { terms, bidCents, askCents }: QuotedOption,
    chains: readonly RecordedChain[],
  ): void {
    const { symbol } = UNDERLYINGS[terms.underlying];
    const chain = chains.find(({ snapshot }) => snapshot.underlying === symbol);
    const recorded = chain?.marks.find(
      (mark) =>
        mark.put === terms.put &&
        mark.expirySec === expirySec(terms.day) &&
        Math.round(mark.strikeUsd * 100) === terms.strikeCents,
    );
    if (recorded === undefined || bidCents === null || askCents === null) return;
    const { ivPct, price, forwardUsd } = recorded;
    if (ivPct === null || price === null || forwardUsd === null) return;
    if (ticker === undefined || ticker.mark === null || ticker.markIv === null) return;
    this.#volPoints.push(Math.abs(Number(ticker.markIv) * 100 - ivPct));
    this.#usd.push(Math.abs(Number(ticker.mark) - price * forwardUsd));
  }
}

/** `BTC-26JUN26` of `BTC-26JUN26-60000-C` */
function expiryName(instrument: string): string {
  return instrument.split('-').slice(0, 2).join('-');
}
