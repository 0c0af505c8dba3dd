/** Values of flags, as the parser of the command line takes them. */
import { InvalidArgumentError } from 'commander';

export function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('a whole number above 0');
}
