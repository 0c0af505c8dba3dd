// A withdrawal, signed for the sequencer; the bridge pays it once its batch is settled:
//   TENOR_URL=http://127.0.0.1:8080 TENOR_ACCOUNT=6 TENOR_KEY=0x… node sdk/examples/withdraw.ts 1000
import { createClient } from '../createClient.ts';

const { TENOR_URL = '', TENOR_ACCOUNT = '1', TENOR_KEY = '0x' } = process.env;
const [amount = '1000'] = process.argv.slice(2);
const client = createClient({
  url: TENOR_URL,
  account: Number(TENOR_ACCOUNT),
  privateKey: TENOR_KEY as `0x${string}`,
});

const { receipt } = await client.withdraw(amount);
console.log(`${amount} USDC leave account ${TENOR_ACCOUNT} in batch ${receipt.batch}`);
console.log(`cash ${(await client.account()).cash} USDC`);
