// A signed order, and a look at where it ended up:
//   TENOR_URL=http://127.0.0.1:8080 TENOR_ACCOUNT=6 TENOR_KEY=0x… node sdk/examples/placeOrder.ts
import { createClient } from '../createClient.ts';

const { TENOR_URL = '', TENOR_ACCOUNT = '1', TENOR_KEY = '0x' } = process.env;
const client = createClient({
  url: TENOR_URL,
  account: Number(TENOR_ACCOUNT),
  privateKey: TENOR_KEY as `0x${string}`,
});

const { time } = await client.info();
const live = (await client.instruments()).filter((each) => Number(each.expiresAt) > Number(time));
const option = live.find(({ bestBid }) => bestBid !== null) ?? live[0];
if (option === undefined) throw new Error('nothing is listed now');
const { receipt, fills, resting } = await client.placeOrder({
  instrument: option.instrument,
  side: 'buy',
  price: option.bestBid ?? '100',
  quantity: '0.1',
  timeInForce: 'GTC',
});
console.log(
  `${option.instrument}: operation ${receipt.seq} in batch ${receipt.batch}, ${fills.length} fills`,
);
if (resting !== null) await client.cancel(resting);
console.log(`cash ${(await client.account()).cash} USDC`);
