/** A bug of ours, never a fault of the input: the process that hits it stops. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

export function assert(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Bug(sentence);
}
