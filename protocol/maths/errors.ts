/** An argument outside a function's domain. Solidity: `OutOfDomain`, with the same name and value. */
export class DomainError extends RangeError {
  override readonly name = 'DomainError';
  readonly function: string;
  readonly value: bigint;

  constructor(name: string, value: bigint) {
    super(`${name} is not defined for ${value}`);
    this.function = name;
    this.value = value;
  }
}
