/** The sequencer where L1 is unkind to it: nothing that it acknowledged is lost, and it says what it waits for. */
import { parseGwei } from 'viem';
import { expect } from 'vitest';

import { rollupAbi } from '../../../contracts/generated/abi.ts';
import { toHex } from '../../../prover/hex.ts';
import { REFUSALS } from '../../../sequencer/rejections.ts';
import { signerOf } from '../../fixtures/sign.ts';
import type { Rig } from '../../prover/rig.ts';
import { auditAcknowledged, deriveAll } from '../../sequencer/audit.ts';
import { until, type Venue } from '../../sequencer/venue.ts';
import { expectDerived, expectPaid, post, refusedPost } from '../hand.ts';
import { postedBatches } from '../reference.ts';
import { scenario } from '../scenario.ts';
import { restart, withSequencer } from '../trading.ts';

const FREEZE_SEC = 86_400;
const STRANGER = 5;
const SUCCESSOR = 6;
const CALM_GWEI = 1;

async function call(rig: Rig, player: number, functionName: string, ...args: unknown[]) {
  await rig.send(rig.players[player], { address: rig.rollup, abi: rollupAbi, functionName, args });
}

async function untilPostingSays(venue: Venue, words: RegExp): Promise<void> {
  const says = async () => words.test(String((await venue.get('/health')).body.posting)) || null;
  await until(says, { ms: 60_000 });
}

async function setBaseFee(rig: Rig, gwei: number): Promise<void> {
  await rig.rpc('hardhat_setNextBlockBaseFeePerGas', [`0x${parseGwei(String(gwei)).toString(16)}`]);
  await rig.rpc('evm_mine', []);
}

scenario(
  'sequencerGone',
  {
    happens: 'the sequencer ends for good, and an account withdraws with L1 alone',
    protects:
      'a prover derives from L1 what the sequencer knew; after the freeze a stranger posts what is forced, and all of it is paid',
  },
  async (stage) => {
    const { rig } = stage;
    await withSequencer(stage, {}, async ({ venue, alice, trade, acknowledged }) => {
      await trade();
      await alice.withdraw('12.5');
      auditAcknowledged(await deriveAll(venue), acknowledged);
    });
    const sender = signerOf('alice').address;
    await rig.addItem({ kind: 2, sender, account: 1, amount: 1_000_000 });
    await rig.pass(FREEZE_SEC + 1);
    await post(rig, { player: STRANGER, items: 1 });
    const prover = await stage.prover(1);
    await expectDerived(stage, prover);
    await expectPaid(stage, prover, { account: 1, amount: 13_500_000n });
  },
);

scenario(
  'deepReorg',
  {
    happens: 'L1 drops every batch that the sequencer posted, while a prover has derived them',
    protects: 'the sequencer posts the same bytes again, and the prover comes to the same root',
  },
  async (stage) => {
    const { rig } = stage;
    await withSequencer(stage, {}, async ({ venue, trade, acknowledged }) => {
      const before = await rig.rpc('evm_snapshot', []);
      await trade();
      const first = await deriveAll(venue);
      const posted = await postedBatches(rig);
      const prover = await stage.prover(1);
      await expectDerived(stage, prover);
      await rig.rpc('evm_revert', [before]);
      await rig.rpc('evm_mine', []);
      await trade();
      auditAcknowledged(await deriveAll(venue), acknowledged);
      const again = await postedBatches(rig);
      expect(again.slice(0, posted.length)).toEqual(posted);
      expect(again.length).toBeGreaterThanOrEqual(first.batches);
      await expectDerived(stage, prover);
    });
  },
);

const FLIPS = 3;

scenario(
  'flipFlopReorg',
  {
    happens: 'L1 goes back again and again, each time dropping the batches posted since',
    protects: 'every acknowledged operation ends up on L1 once, and prover and sequencer agree',
  },
  async (stage) => {
    const { rig } = stage;
    await withSequencer(stage, {}, async ({ venue, trade, acknowledged }) => {
      const prover = await stage.prover(1);
      for (let flip = 0; flip < FLIPS; flip++) {
        const before = await rig.rpc('evm_snapshot', []);
        const tip = await rig.read<bigint>('tipNumber');
        await trade();
        await until(async () => (await rig.read<bigint>('tipNumber')) > tip || null);
        await rig.rpc('evm_revert', [before]);
        await rig.rpc('evm_mine', []);
      }
      await trade();
      auditAcknowledged(await deriveAll(venue), acknowledged);
      await expectDerived(stage, prover);
    });
  },
);

scenario(
  'posterKeyRotated',
  {
    happens: 'the poster hands its role on while the sequencer still posts with the old key',
    protects: 'it says so and keeps what waits; with the new key the same batches are posted',
  },
  async (stage) => {
    const { rig } = stage;
    await withSequencer(stage, {}, async ({ venue, trade, acknowledged }) => {
      await trade();
      await deriveAll(venue);
      await call(rig, 0, 'rotatePoster', rig.players[SUCCESSOR].address);
      await trade();
      await untilPostingSays(venue, /not this key/);
      await restart(venue, SUCCESSOR);
      await trade();
      auditAcknowledged(await deriveAll(venue), acknowledged);
      expect(await refusedPost(rig, { player: 0 })).toBe('NotPoster');
    });
  },
);

scenario(
  'postingFeesSpike',
  {
    happens:
      'L1 asks more for gas than the sequencer’s ceiling, and later more than a pending transaction offers',
    protects:
      'it never offers more than the ceiling, takes only cancels once posting is late, replaces what is stuck, and posts all of it',
  },
  async (stage) => {
    const { rig } = stage;
    const settings = { maxFeeGwei: 500, unpostedSecMax: 60, l1StuckMs: 500 };
    await withSequencer(stage, settings, async ({ venue, alice, trade, acknowledged }) => {
      await deriveAll(venue);
      await setBaseFee(rig, 2_000);
      await trade();
      await untilPostingSays(venue, /the ceiling is 500/);
      await rig.rpc('evm_increaseTime', ['0x64']);
      await setBaseFee(rig, 2_000);
      const [unpostedLate] = REFUSALS.unpostedLate;
      await until(async () => {
        const refused = await trade().then(
          () => null,
          (error: { code?: unknown }) => error.code,
        );
        return refused === unpostedLate || null;
      });
      expect(await alice.cancelAll()).toMatchObject({ receipt: { outcome: 0 } });
      await setBaseFee(rig, CALM_GWEI);
      await deriveAll(venue);

      await rig.rpc('evm_setAutomine', [false]);
      await venue.print();
      await trade();
      const tip = await rig.read<bigint>('tipNumber');
      // Blocks come, and each asks for more than what was offered when gas was cheap.
      await until(async () => {
        await setBaseFee(rig, 20);
        return (await rig.read<bigint>('tipNumber')) > tip || null;
      });
      await rig.rpc('evm_setAutomine', [true]);
      await setBaseFee(rig, CALM_GWEI);
      auditAcknowledged(await deriveAll(venue), acknowledged);
    });
  },
);

scenario(
  'posterBackAfterFreeze',
  {
    happens: 'the sequencer comes back after the freeze period with batches that wait',
    protects:
      'it shuts the door before it posts, so that no stranger’s batch comes between its own',
  },
  async (stage) => {
    const { rig } = stage;
    await withSequencer(stage, {}, async ({ venue, trade, acknowledged }) => {
      await deriveAll(venue);
      await call(rig, 0, 'rotatePoster', rig.players[SUCCESSOR].address);
      await trade();
      await untilPostingSays(venue, /not this key/);
      await venue.sequencer.stop();
      await call(rig, SUCCESSOR, 'rotatePoster', rig.players[0].address);
      await rig.pass(FREEZE_SEC + 1);
      await restart(venue);
      auditAcknowledged(await deriveAll(venue), acknowledged);
      const filter = { address: rig.rollup, abi: rollupAbi, fromBlock: 0n } as const;
      const resumed = await rig.client.getContractEvents({ ...filter, eventName: 'PosterResumed' });
      const posts = await rig.client.getContractEvents({ ...filter, eventName: 'BatchPosted' });
      expect(resumed).toHaveLength(1);
      expect(posts.at(-1)!.blockNumber).toBeGreaterThan(resumed[0].blockNumber);
      expect(await refusedPost(rig, { player: STRANGER })).toBe('NotPoster');
    });
  },
);

scenario(
  'verifierChangesWhileBatchesWait',
  {
    happens: 'the timelock names another verifier while sealed batches are not posted yet',
    protects:
      'the sequencer stops posting and says so; after a restart they are posted with the new one, with the same roots and receipts',
  },
  async (stage) => {
    const { rig } = stage;
    await withSequencer(
      stage,
      { snapshotEveryBatches: 1 },
      async ({ venue, trade, acknowledged }) => {
        await deriveAll(venue);
        const first = (await rig.read<string>('verifier')).toLowerCase();
        const posted = await rig.read<bigint>('tipNumber');
        await call(rig, 0, 'rotatePoster', rig.players[SUCCESSOR].address);
        await trade();
        await untilPostingSays(venue, /not this key/);
        // Nobody disputes here: any contract will do.
        await call(rig, 0, 'changeVerifier', rig.token);
        await call(rig, SUCCESSOR, 'rotatePoster', rig.players[0].address);
        await untilPostingSays(venue, /the verifier changed: restart/);
        expect(await rig.read('tipNumber')).toBe(posted);
        await restart(venue);
        await trade();
        auditAcknowledged(await deriveAll(venue), acknowledged);
        const headers = (await postedBatches(rig)).map(({ header }) => toHex(header.verifier));
        const old = headers.slice(0, Number(posted));
        expect(old).toEqual(old.map(() => first));
        expect(new Set(headers.slice(Number(posted)))).toEqual(new Set([rig.token.toLowerCase()]));
        await restart(venue);
        await deriveAll(venue);
      },
    );
  },
);
