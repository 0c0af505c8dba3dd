/** What an order costs on L1, and the most expensive step of each kind. */
import { worstSteps } from '../test/differential/worst.ts';
import { startVerifier } from '../test/differential/harness.ts';
import { Exchange, testHeader } from '../test/fixtures/exchange.ts';
import { Rig } from '../test/prover/rig.ts';
import { toBytes } from '../prover/hex.ts';
import { rollupAbi } from '../contracts/generated/abi.ts';
import { encodePlaceOrder } from '../protocol/generated/codec.ts';
import { MAX_BATCH_BYTES } from '../protocol/params.ts';
import { keyIndex } from '../protocol/state.ts';
import { Random } from '../scripts/market/random.ts';

export interface L1Figures {
  readonly orders: number;
  readonly bytesPerOrder: number;
  readonly gasPerOrder: number;
  readonly batchGas: number;
  readonly worstStep: {
    readonly name: string;
    readonly gas: number;
    readonly witnessBytes: number;
  };
}

export async function benchL1(): Promise<L1Figures> {
  return { ...(await benchPosting()), worstStep: await benchSteps() };
}

/** A batch full of orders signed one by one; the signatures are noise, which costs L1 the same. */
async function benchPosting(): Promise<Omit<L1Figures, 'worstStep'>> {
  const rig = await Rig.start();
  try {
    const x = new Exchange({ header: testHeader({ rollup: toBytes(rig.rollup) }) });
    const random = new Random(3);
    const order = (nonce: number): Uint8Array =>
      encodePlaceOrder({
        key: keyIndex(1 + random.below(200), 0),
        nonce,
        expiresAtSec: x.state.globals.timeSec() + 60,
        instrument: 1 + random.below(300),
        side: random.below(2),
        timeInForce: 0,
        priceCents: 100 * random.below(2000),
        quantityE4: 100 * random.below(100),
        signature: Uint8Array.from({ length: 64 }, () => 1 + random.below(255)),
      });
    const bytesPerOrder = order(0).length;
    const orders = Math.floor(MAX_BATCH_BYTES / bytesPerOrder);
    await rig.postBatch(Array.from({ length: orders }, (_, i) => order(i)));
    const [posted] = await rig.client.getContractEvents({
      address: rig.rollup,
      abi: rollupAbi,
      eventName: 'BatchPosted',
      fromBlock: 0n,
    });
    const receipt = await rig.client.getTransactionReceipt({ hash: posted.transactionHash });
    const batchGas = Number(receipt.gasUsed);
    return { orders, bytesPerOrder, batchGas, gasPerOrder: batchGas / orders };
  } finally {
    await rig.stop();
  }
}

async function benchSteps(): Promise<L1Figures['worstStep']> {
  const verifier = await startVerifier();
  try {
    let worst = { name: '', gas: 0, witnessBytes: 0 };
    for (const { name, step } of worstSteps()) {
      const gas = await verifier.gasOf(step);
      if (gas > worst.gas) worst = { name, gas, witnessBytes: step.witness.length };
    }
    return worst;
  } finally {
    await verifier.close();
  }
}
