import { describe, expect, test } from 'vitest';

import type { AccountMargin, AuctionView } from '../../sdk/marginTypes.ts';
import { decide, type Taste } from './decide.ts';

const TASTE: Taste = { account: 9, discount: 0.1, riskUsdMax: 50_000, bids: true };

const margin = (changes: Partial<AccountMargin> = {}): AccountMargin => ({
  account: '7',
  model: 'standard',
  revision: '3',
  liquidatable: true,
  cash: '0',
  equity: '1000',
  initialMargin: '-5000',
  maintenanceMargin: '-4000',
  requirement: { initial: '6000', maintenance: '5000' },
  marginRatio: '5',
  auction: null,
  ...changes,
});

const auction = (changes: Partial<AuctionView> = {}): AuctionView => ({
  kind: 'solvent',
  startedAt: '0',
  elapsedSec: '600',
  endsAt: '45000',
  standing: 'runs',
  reserved: '0',
  askedShare: '0.85',
  largestShare: '0.9',
  price: '850',
  bufferMargin: '-4750',
  ...changes,
});

describe('decide', () => {
  test('starts the auction of an account below maintenance, on good prints alone', () => {
    expect(decide(margin(), TASTE)).toMatchObject({ type: 'liquidate', account: 7 });
    expect(decide(margin({ maintenanceMargin: '0' }), TASTE)).toBeNull();
    expect(decide(margin({ liquidatable: false }), TASTE)).toBeNull();
    expect(decide(margin({ equity: null, maintenanceMargin: null }), TASTE)).toBeNull();
  });

  test.each(['over', 'restart', 'insolvent'] as const)(
    'brings an auction up to date: %s',
    (standing) => {
      const stale = margin({ auction: auction({ standing }) });
      expect(decide(stale, TASTE)).toMatchObject({ type: 'liquidate', account: 7 });
    },
  );

  test('leaves an auction alone that is halted, too dear, or its own', () => {
    expect(decide(margin({ auction: auction({ standing: 'halted' }) }), TASTE)).toBeNull();
    expect(decide(margin({ auction: auction({ price: '901' }) }), TASTE)).toBeNull();
    expect(decide(margin({ auction: auction() }), { ...TASTE, account: 7 })).toBeNull();
    expect(decide(margin({ auction: auction() }), { ...TASTE, bids: false })).toBeNull();
  });

  test('takes all it may get, and pays no more than leaves its discount', () => {
    expect(decide(margin({ auction: auction() }), TASTE)).toEqual({
      type: 'bid',
      bid: { liquidated: 7, share: '0.9', limit: '810', revision: 3 },
      gainUsd: 135,
    });
  });

  test('asks for no less than what ends the auction, in whole steps', () => {
    const found = decide(margin({ auction: auction({ largestShare: '0.1234567' }) }), TASTE);
    expect(found).toMatchObject({ bid: { share: '0.123457' } });
  });

  test('takes no more risk than it dares, less after a refusal', () => {
    const small = { ...TASTE, riskUsdMax: 1_000 };
    expect(decide(margin({ auction: auction() }), small)).toMatchObject({ bid: { share: '0.2' } });
    expect(decide(margin({ auction: auction() }), small, 0.5)).toMatchObject({
      bid: { share: '0.1' },
    });
    expect(decide(margin({ auction: auction() }), { ...TASTE, riskUsdMax: 0 })).toBeNull();
  });

  test('does not pay for what earlier bidders paid in', () => {
    const reserved = auction({ reserved: '500', price: '425' });
    expect(decide(margin({ auction: reserved }), TASTE)).toMatchObject({
      bid: { limit: '405' },
      gainUsd: 67.5,
    });
  });

  test('takes an insolvent account once it is paid enough', () => {
    const sunk = { equity: '-2000', maintenanceMargin: '-7000' };
    const offer = (price: string) =>
      margin({
        ...sunk,
        auction: auction({ kind: 'insolvent', askedShare: null, largestShare: '1', price }),
      });
    expect(decide(offer('-2499'), TASTE)).toBeNull();
    expect(decide(offer('-2600'), TASTE)).toEqual({
      type: 'bid',
      bid: { liquidated: 7, share: '1', limit: '-2500', revision: 3 },
      gainUsd: 600,
    });
  });
});
