const DECIMAL = /^(0|[1-9]\d{0,15})(?:\.(\d{1,18}))?$/;

/** The same of a number that may have a minus. */
export function toSignedUnits(text: string, decimals: number, what: string): number {
  return text.startsWith('-')
    ? -toUnits(text.slice(1), decimals, what)
    : toUnits(text, decimals, what);
}

/** An exact integer of 10^-decimals. @throws RangeError on anything but a plain decimal string that fits */
export function toUnits(text: string, decimals: number, what: string): number {
  const [, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === '' || fraction.length > decimals) {
    throw new RangeError(`${what} is ${text}: a decimal number with at most ${decimals} decimals`);
  }
  const units = Number(whole + fraction.padEnd(decimals, '0'));
  if (!Number.isSafeInteger(units)) throw new RangeError(`${what} is ${text}: too large`);
  return units;
}
