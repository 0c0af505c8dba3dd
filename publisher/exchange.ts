import { parseInstrumentName } from '../protocol/instrument.ts';
import { httpTransport } from '../sdk/http.ts';
import { TenorError } from '../sdk/TenorError.ts';
import type { InstrumentView } from '../sdk/types.ts';
import type { Expiry } from './node/peer.ts';

export interface ListedExpiry extends Expiry {
  readonly isSettled: boolean;
}

/** The exchange as a publisher needs it: what is listed there, and where operations go. */
export interface Exchange {
  expiries(): Promise<readonly ListedExpiry[]>;
  /** @returns null where it was accepted, else why it was not, in words */
  submit(operation: Uint8Array): Promise<string | null>;
}

/** A sequencer by its API. Calls reject where it does not answer. */
export function httpExchange(url: string): Exchange {
  const transport = httpTransport(url);
  return {
    expiries: async () => {
      const instruments = await transport.get<readonly InstrumentView[]>('/instruments');
      return expiriesOf(instruments);
    },
    submit: async (operation) => {
      const body = { operation: `0x${Buffer.from(operation).toString('hex')}` };
      try {
        await transport.post('/operations', body);
        return null;
      } catch (error) {
        if (error instanceof TenorError) return error.message;
        throw error;
      }
    },
  };
}

function expiriesOf(instruments: readonly InstrumentView[]): ListedExpiry[] {
  const expiries = new Map<string, ListedExpiry>();
  for (const { instrument, settlementPrice } of instruments) {
    const terms = parseInstrumentName(instrument);
    if (terms === null) continue;
    const { underlying, day } = terms;
    expiries.set(`${underlying}:${day}`, { underlying, day, isSettled: settlementPrice !== null });
  }
  return [...expiries.values()];
}
