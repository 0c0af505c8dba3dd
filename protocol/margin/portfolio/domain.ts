/** What keeps every product within the 256 bits of the other language, far beyond what the state can hold. */
import { DomainError } from '../../maths/errors.ts';

const PRICE_END = 2n ** 104n;
const CONTRACTS_END = 2n ** 90n;
const DISCOUNT_END = 2n ** 88n;
const DAMPENING_END = 2n ** 68n;
const SHOCK_END = 2n ** 128n;
const SEC_END = 2n ** 36n;

/** Of a forward or a strike. */
export function checkPrice(price: bigint): bigint {
  if (price < 0n || price >= PRICE_END) throw new DomainError('portfolio: price', price);
  return price;
}

export function checkContracts(amount: bigint): bigint {
  if (amount <= -CONTRACTS_END || amount >= CONTRACTS_END)
    throw new DomainError('portfolio: contracts', amount);
  return amount;
}

/** Of a static discount. */
export function checkDiscount(discount: bigint): bigint {
  if (discount < 0n || discount >= DISCOUNT_END)
    throw new DomainError('portfolio: discount', discount);
  return discount;
}

export function checkDampening(dampening: bigint): bigint {
  if (dampening < 0n || dampening >= DAMPENING_END)
    throw new DomainError('portfolio: dampening', dampening);
  return dampening;
}

/** Of a multiplier of volatilities. */
export function checkShock(shock: bigint): bigint {
  if (shock < 0n || shock >= SHOCK_END) throw new DomainError('portfolio: shock', shock);
  return shock;
}

export function checkSec(sec: bigint): bigint {
  if (sec < 0n || sec >= SEC_END) throw new DomainError('portfolio: sec', sec);
  return sec;
}
