export { bridgeAbi, inboxAbi, rollupAbi } from '../../contracts/generated/abi.ts';
