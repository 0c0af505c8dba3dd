import { describe, expect, test } from 'vitest';

import { checkSource, listImports } from './imports.ts';

describe('listImports', () => {
  test('finds every form of import', () => {
    const text = [
      `import { a } from 'a';`,
      `import type {\n  B,\n} from "./b.ts";`,
      `import './c.ts';`,
      `export { d } from 'd';`,
      `const e = await import('e');`,
      `// import { x } from 'comment';`,
      `/* import 'comment'; */`,
      `import {F} from "../f.sol";`,
    ].join('\n');
    expect(listImports(text).sort()).toEqual(['../f.sol', './b.ts', './c.ts', 'a', 'd', 'e']);
  });
});

describe('checkSource', () => {
  const allowed = [
    { path: 'protocol/merkle.ts', text: `import { keccak } from 'hash-wasm';` },
    { path: 'protocol/ops/placeOrder.ts', text: `import { hash } from '../merkle.ts';` },
    { path: 'protocol/merkle.test.ts', text: `import { test } from 'vitest';` },
    { path: 'protocol/merkle.test.ts', text: `import { rig } from '../test/differential/rig.ts';` },
    { path: 'sequencer/engine/engine.ts', text: `import { step } from '../../protocol/step.ts';` },
    { path: 'prover/watch/watch.ts', text: `import { readFile } from 'node:fs/promises';` },
    { path: 'publisher/feed/deribit.ts', text: `import { x } from '../../protocol/x.ts';` },
    { path: 'contracts/dispute/Duel.sol', text: `import {I} from "../interfaces/I.sol";` },
    { path: 'scripts/start.ts', text: `import { run } from '../sequencer/run.ts';` },
  ];
  test.each(allowed)('allows $path: $text', (source) => {
    expect(checkSource(source)).toEqual([]);
  });

  const forbidden = [
    { path: 'protocol/merkle.ts', text: `import { createHash } from 'node:crypto';` },
    { path: 'protocol/merkle.ts', text: `import { readFileSync } from 'fs';` },
    { path: 'protocol/merkle.ts', text: `import { keccak256 } from 'viem';` },
    { path: 'protocol/step.ts', text: `import { x } from '../sequencer/x.ts';` },
    { path: 'sequencer/l1/post.ts', text: `import { x } from '../../prover/x.ts';` },
    { path: 'sequencer/l1/post.test.ts', text: `import { x } from '../../prover/x.ts';` },
    { path: 'prover/game/solver.ts', text: `import type { X } from '../../sequencer/x.ts';` },
    { path: 'publisher/feed/x.ts', text: `import { x } from '../../sequencer/x.ts';` },
    { path: 'contracts/dispute/Duel.sol', text: `import {V} from "../verifier/V.sol";` },
    { path: 'contracts/verifier/V.sol', text: `import {Rollup} from "../rollup/Rollup.sol";` },
  ];
  test.each(forbidden)('forbids $path: $text', (source) => {
    expect(checkSource(source)).toHaveLength(1);
  });
});
