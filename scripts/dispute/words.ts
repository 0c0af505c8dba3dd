/** What the dispute commands print. */
import type { Hex } from 'viem';

import { TIMES_IN_FORCE } from '../../protocol/typedData.ts';
import { duration, eth, grouped, plural, shortHash } from '../../prover/api/page/sentences.ts';
import type { ContestView, DuelView, SideView } from './contests.ts';
import type { Change, Operation } from './fields.ts';
import type { InboxView, Replay } from './replay.ts';
import type { Trace } from './trace.ts';

export function listWords(contests: readonly ContestView[]): string[] {
  if (contests.length === 0) return ['Nothing was ever disputed here.'];
  return contests.flatMap((contest) => [
    contestTitle(contest),
    ...contestLines(contest).map(indented),
  ]);
}

function contestTitle({ batch, parent, state, winner }: ContestView): string {
  const end = winner === null ? '' : `: L1 settled ${shortHash(winner)}`;
  return `Batch ${batch}, on claim ${shortHash(parent)}: ${state}${end}`;
}

function contestLines({
  claims,
  entries,
  duels,
  trueRoot,
  killedWei,
  potWei,
}: ContestView): string[] {
  const truth = (root: Hex): string =>
    trueRoot === null ? '' : root === trueRoot ? ' (true)' : ' (FALSE)';
  return [
    ...claims.map(
      ({ root, claimant, voided }) =>
        `claim ${shortHash(root)}${truth(root)} by ${claimant ?? 'an entry'}${voided ? ', void' : ''}`,
    ),
    ...entries.map(
      ({ id, root, sponsor, alive, bondWei }) =>
        `entry ${shortHash(id)} of ${shortHash(root)}${truth(root)}, bond ${amount(bondWei)} of ${sponsor}: ` +
        (alive ? 'stands' : 'fallen'),
    ),
    ...duels.map(({ id, state }) => `duel ${shortHash(id)}: ${state}`),
    ...(killedWei === null
      ? []
      : [`${amount(killedWei)} of bonds fell, ${amount(potWei)} lie in the pot`]),
  ];
}

export function showWords(contest: ContestView, nowSec: number | null): string[] {
  const { openedAtSec, settlesFromSec, closedAtSec, duels } = contest;
  const times = [
    openedAtSec === null ? null : `disputed since ${at(openedAtSec)}`,
    closedAtSec !== null || settlesFromSec === null || nowSec === null
      ? null
      : `can be decided ${settlesFromSec > nowSec ? `in ${duration(settlesFromSec - nowSec)}` : 'now, if one root is left'}`,
    closedAtSec === null ? null : `decided at ${at(closedAtSec)}`,
  ].filter((line) => line !== null);
  return [
    contestTitle(contest),
    ...[...times, ...contestLines(contest)].map(indented),
    ...duels.flatMap((duel) => duelWords(duel)),
  ];
}

export function duelWords(duel: DuelView): string[] {
  const { id, state, level, rounds, steps, index, sides } = duel;
  const place =
    level === rounds
      ? `down to step ${grouped(index)}`
      : `${level} of ${rounds ?? '?'} rounds played${steps === null ? '' : `, somewhere in steps ${grouped(steps[0])} to ${grouped(steps[1])}`}`;
  return [`Duel ${id}`, indented(`${state}, ${place}`), ...sides.map(sideWords).map(indented)];
}

function sideWords(side: SideView, which: number): string {
  const { entry, root, clockSec, untilSec, lateSec, fell } = side;
  const clock = clockSec === null ? '' : `, clock ${duration(clockSec)}`;
  const due =
    lateSec !== null
      ? `, LATE for ${duration(lateSec)}`
      : untilSec === null
        ? ''
        : `, must move by ${at(untilSec)}`;
  return `side ${which}: entry ${shortHash(entry)} of root ${shortHash(root)}${fell ? ', fell here' : `${clock}${due}`}`;
}

export function traceWords({ duel, moves, gas }: Trace): string[] {
  return [
    ...duelWords(duel),
    ...moves.flatMap(({ words, timeSec, block, mover, gas: paid, transaction, nodes, name }) => [
      `${timeSec === null ? `block ${block}` : at(timeSec)}  ${words}`,
      indented(
        `${name} by ${mover ?? 'somebody'}${paid === null ? '' : `, ${grouped(paid)} gas`}, transaction ${transaction}`,
      ),
      indented(`${nodes.length === 1 ? 'node' : 'nodes, side 0 and 1:'} ${nodes.join(' ')}`),
    ]),
    ...(gas === null
      ? []
      : [`${plural(moves.length, 'move', 'moves')}, ${grouped(gas)} gas in all.`]),
  ];
}

export function replayWords(replay: Replay): string[] {
  const { batch, index, phase, pre, post, registers, records, sides, witnessBytes, gas } = replay;
  return [
    `Step ${grouped(index)} of batch ${batch}, phase ${phase}: ${workWords(replay)}`,
    `state before   ${pre}`,
    `TypeScript     ${post.typescript}`,
    `bytecode here  ${post.bytecode ?? `refuses: ${replay.refused}`}`,
    `L1 said        ${post.l1 ?? 'nothing yet: nobody has executed it there'}`,
    'Registers that change:',
    ...orNone(registers.map(changeWords)),
    'Records that change:',
    ...orNone(records.map((each) => `${each.record} ${each.id}: ${changeWords(each)}`)),
    ...sides.map(
      ({ entry, leaf, isRight }, side) =>
        `Side ${side} (entry ${shortHash(entry)}) staked ${shortHash(leaf)}: ${isRight ? 'RIGHT' : 'wrong'}`,
    ),
    `Witness: ${grouped(witnessBytes)} bytes${gas === null ? '' : `; the transaction on L1 took ${grouped(gas)} gas`}.`,
    replay.agrees
      ? `TypeScript and the deployed bytecode agree${post.l1 === null ? '' : ', and L1 says the same'}.`
      : 'THEY DO NOT AGREE. One of them has a fault, or the endpoint lies.',
  ];
}

function workWords({ operation, inboxItem, phase }: Replay): string {
  if (inboxItem !== null) return `takes in an inbox item, ${inboxWords(inboxItem)}`;
  if (operation !== null) return operationWords(operation);
  return phase === 'halted' ? 'nothing is left to do, the state stays' : 'the end of the batch';
}

const INBOX_KINDS = [
  'nothing',
  'a deposit',
  'a forced withdrawal',
  'a forced cancel of all orders',
  'a reference price',
  'a margin parameter',
  'a forced liquidation',
];

function inboxWords({ kind, account, amount: value, sender }: InboxView): string {
  return `${INBOX_KINDS[kind] ?? `kind ${kind}`}: account ${account}, amount ${value}, by ${sender}`;
}

const DULL = new Set(['nonce', 'signature', 'expiresAtSec', 'count']);
const KEY_SLOTS = 8n;

/** placeOrder → “place order of account 3: instrument 12, side buy, …” */
export function operationWords({ name, fields }: Operation): string {
  const { key, ...rest } = fields;
  const by = key === undefined ? '' : ` of account ${BigInt(key) / KEY_SLOTS}`;
  const parts = Object.entries(rest)
    .filter(([field]) => !DULL.has(field))
    .map(([field, value]) => fieldWords(field, value));
  return `${spaced(name)}${by}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function fieldWords(field: string, value: string): string {
  if (field === 'side') return value === '0' ? 'buy' : 'sell';
  if (field === 'timeInForce') return TIMES_IN_FORCE[Number(value)] ?? value;
  if (field.endsWith('Cents')) return `${spaced(field.slice(0, -5))} ${decimal(value, 2)} USD`;
  if (field.endsWith('E4')) return `${spaced(field.slice(0, -2))} ${decimal(value, 4)}`;
  return `${spaced(field)} ${value}`;
}

function decimal(value: string, digits: number): string {
  const size = value.replace('-', '').padStart(digits + 1, '0');
  return `${value.startsWith('-') ? '-' : ''}${size.slice(0, -digits)}.${size.slice(-digits)}`;
}

function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function changeWords({ name, before, after }: Change): string {
  return `${name} ${abbreviated(before)} → ${abbreviated(after)}`;
}

function abbreviated(value: string): string {
  return value.length > 24 && value.startsWith('0x') ? shortHash(value) : value;
}

function orNone(lines: readonly string[]): string[] {
  return (lines.length === 0 ? ['none'] : lines).map(indented);
}

function amount(wei: string | null): string {
  return wei === null ? '?' : eth(wei);
}

function at(sec: number): string {
  return `${new Date(sec * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function indented(line: string): string {
  return `  ${line}`;
}
