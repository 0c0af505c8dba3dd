import type { Kind } from '../kind.ts';
import { auctionBid, auctionDiscount, auctionInsolvent } from './auction.ts';
import { feeKind } from './fee.ts';
import { pmrm2Margin } from './portfolio.ts';
import { black76Kind, fixedPointMath, sviVol } from './pricing.ts';
import { maxLossCollateral, payoffInverse, payoffLinear, spanScanRisk } from './settlement.ts';
import { blackScholes, bsGreek, bsmGeneralised } from './spotForms.ts';
import { srmArrays } from './srmArrays.ts';
import { srmNamed } from './srmNamed.ts';

/** Every kind that a vectors file may have. */
export const KINDS: readonly Kind[] = [
  black76Kind,
  sviVol,
  fixedPointMath,
  blackScholes,
  bsGreek,
  bsmGeneralised,
  srmArrays,
  srmNamed,
  pmrm2Margin,
  auctionDiscount,
  auctionBid,
  auctionInsolvent,
  payoffLinear,
  payoffInverse,
  spanScanRisk,
  maxLossCollateral,
  feeKind,
];
