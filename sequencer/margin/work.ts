/** Margins and prices of captured records, away from the thread that executes. */
import { DomainError } from '../../protocol/maths/errors.ts';
import { ACCEPTED } from '../../protocol/rejections.ts';
import { State } from '../../protocol/state.ts';
import { type AccountMarginView, viewAccountMargin } from './auctionView.ts';
import { type CapturedRecord, load, LOADED_ACCOUNT } from './capture.ts';
import { type MarginReport, marginReport } from './report.ts';
import { type QuotedOption, type Ticker, viewTicker } from './ticker.ts';
import { apply, type WhatIf } from './whatIf.ts';

/** Time, parameters and prints, then what is asked of them. */
export type MarginJob = { readonly market: readonly CapturedRecord[] } & (
  | { readonly type: 'report'; readonly account: CapturedRecord; readonly whatIf: WhatIf }
  | {
      readonly type: 'margins';
      readonly accounts: readonly { readonly id: number; readonly record: CapturedRecord }[];
    }
  | { readonly type: 'tickers'; readonly options: readonly QuotedOption[] }
);

export interface MarginAnswers {
  readonly report: MarginReport;
  readonly margins: AccountMarginView[];
  readonly tickers: Ticker[];
}

/** An answer, the code of what the exchange would object to, or what is beyond the models, in words. */
export type MarginResult =
  | { readonly answer: MarginAnswers[keyof MarginAnswers] }
  | { readonly code: number }
  | { readonly words: string };

export class MarginWork {
  /** Loaded anew for every job; prices of prints that stay are kept. */
  readonly #state = new State();

  run(job: MarginJob): MarginResult {
    try {
      load(this.#state, job.market);
      return this.#run(job);
    } catch (error) {
      if (error instanceof DomainError) return { words: error.message };
      throw error;
    }
  }

  #run(job: MarginJob): MarginResult {
    const state = this.#state;
    switch (job.type) {
      case 'report': {
        load(state, [job.account]);
        const outcome = apply(state, job.whatIf);
        if (outcome !== ACCEPTED) return { code: outcome };
        return { answer: marginReport(state, LOADED_ACCOUNT) };
      }
      case 'margins':
        return {
          answer: job.accounts.map(({ id, record }) => {
            load(state, [record]);
            return viewAccountMargin(state, LOADED_ACCOUNT, id);
          }),
        };
      case 'tickers':
      default:
        return { answer: job.options.map((option) => viewTicker(state, option)) };
    }
  }
}
