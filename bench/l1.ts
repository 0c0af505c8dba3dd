/** What an order costs on L1, and the most expensive step of each kind. */
import { worstSteps } from '../test/differential/worst.ts';
import { startVerifier } from '../test/differential/harness.ts';
import { Rig } from '../test/prover/rig.ts';
import { rollupAbi } from '../contracts/generated/abi.ts';
import { fullBatchOfOrders } from './costs/orders.ts';

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

async function benchPosting(): Promise<Omit<L1Figures, 'worstStep'>> {
  const rig = await Rig.start();
  try {
    const { operations, bytesPerOrder } = fullBatchOfOrders();
    await rig.postBatch(operations);
    const [posted] = await rig.client.getContractEvents({
      address: rig.rollup,
      abi: rollupAbi,
      eventName: 'BatchPosted',
      fromBlock: 0n,
    });
    const receipt = await rig.client.getTransactionReceipt({ hash: posted.transactionHash });
    const batchGas = Number(receipt.gasUsed);
    const orders = operations.length;
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
