// Every operation of the protocol has a Solidity file of the same name, or nothing could dispute it.
import { existsSync, globSync } from 'node:fs';
import { basename } from 'node:path';

export function findMissingTwins(): string[] {
  const operations = globSync('protocol/ops/*.ts').filter((path) => !/\.\w[\w-]*\.ts$/.test(path));
  return operations.sort().flatMap((path) => {
    const twin = solidityTwin(path);
    return existsSync(twin) ? [] : [`${path} has no ${twin}`];
  });
}

/** `protocol/ops/placeOrder.ts` stands beside `contracts/verifier/ops/PlaceOrder.sol`. */
export function solidityTwin(path: string): string {
  const name = basename(path, '.ts');
  return `contracts/verifier/ops/${name.charAt(0).toUpperCase()}${name.slice(1)}.sol`;
}
