/** Claims, paths and the decision: contracts/rollup/Claims.sol. */
import type { Play, Refusal } from './moves.ts';
import { addToPot, forfeitFirst, forfeitPath, owe, payCall } from './money.ts';
import { HONEST, type Party, periodOf, TRUE_ROOT } from './rules.ts';
import type { Claim, Contest, State } from './state.ts';

/** In pauses, from a pause's end, in which no other can begin. */
const REST = 3;

export function claim(at: Play, place: number, root: number): Refusal {
  const { state, by } = at;
  if (state.now < state.pausedUntil) return 'ClaimsArePaused';
  const refusal = whyNotLive(state, place);
  if (refusal !== undefined) return refusal;
  if (claimAt(state, place, root) >= 0) return 'ClaimExists';
  const contest = state.contests[place];
  if (contest.firstClaimedAt === 0) {
    contest.firstRoot = root;
    contest.firstClaimant = by;
    contest.firstClaimedAt = state.now;
  }
  const path = takePath(at, place);
  state.claims.push(newClaim(contest, { place, root, path }));
  state.paths[path].tip = state.claims.length - 1;
  payCall(at);
  if (by !== HONEST) state.liarClaims += 1;
  return undefined;
}

/** The parent's path if the caller extends its tip, otherwise a new one against a bond. */
function takePath({ config, state, by }: Play, place: number): number {
  const parent = parentOf(state, place);
  const path = parent < 0 ? -1 : state.claims[parent].path;
  if (path >= 0) {
    const { owner, tip, bond } = state.paths[path];
    if (tip === parent && owner === by && bond !== 0) return path;
  }
  state.purses.paid[by] += config.rules.pathBond;
  state.paths.push({ owner: by, bond: config.rules.pathBond, tip: -1 });
  return state.paths.length - 1;
}

export function settle(at: Play, place: number): Refusal {
  const { config, state } = at;
  const contest = state.contests[place];
  if (place !== tipPlace(state)) return 'NotSettledTip';
  if (contest.firstClaimedAt === 0) return 'NoClaim';
  const earliest = contest.firstClaimedAt + periodOf(config.rules);
  if (state.now <= earliest && !config.rules.broken.settleEarly) return 'TooEarly';
  const roots = rootsLeft(at, place);
  if (roots.size > 1) return 'StillDisputed';
  const [root] = roots;
  if (root !== contest.firstRoot && !config.rules.broken.firstPathStays) {
    addToPot(at, place, forfeitFirst(at, place));
  }
  if (root === undefined) beginAfresh(at, place);
  else decide(at, place, root);
  payCall(at);
  return undefined;
}

/** Roots that can still settle: of the living entries, and the first while it needs no entry. */
export function rootsLeft({ config, state }: Play, place: number): Set<number> {
  const { rules, tree } = config;
  const contest = state.contests[place];
  const roots = new Set<number>();
  state.entries.forEach((entry, history) => {
    const { place: at, root } = tree.histories[history];
    if (entry?.alive === true && at === place) roots.add(root);
  });
  if (rules.broken.bareNeverCounts && contest.openedAt !== 0) return roots;
  const canBeEntered = contest.openedAt === 0 || state.now <= contest.openedAt + periodOf(rules);
  if (canBeEntered || rules.broken.bareForever) roots.add(contest.firstRoot);
  return roots;
}

function decide({ state }: Play, place: number, root: number): void {
  const contest = state.contests[place];
  contest.closedAt = state.now;
  let id = claimAt(state, place, root);
  if (id < 0) id = state.claims.push(newClaim(contest, { place, root, path: -1 })) - 1;
  state.claims[id].settled = true;
}

/** Nobody is alive in the epoch. What it left in the pot stays. */
function beginAfresh({ config: { tree }, state }: Play, place: number): void {
  const { epoch, pot, killed, rewarded } = state.contests[place];
  state.contests[place] = {
    epoch: epoch + 1,
    firstRoot: -1,
    firstClaimant: HONEST,
    firstClaimedAt: 0,
    openedAt: 0,
    closedAt: 0,
    pot,
    killed,
    rewarded,
  };
  // Moves between two that fell are paid by nobody, so nothing of the old epoch can matter again.
  state.entries = state.entries.map((entry, i) =>
    tree.histories[i].place === place ? undefined : entry,
  );
  state.duels = state.duels.map((duel, i) =>
    tree.histories[tree.pairs[i][0]].place === place ? undefined : duel,
  );
}

export function voidClaim(at: Play, id: number): Refusal {
  const { state } = at;
  const self = state.claims[id];
  if (self.voided || !isVoid(state, self)) return 'ClaimNotVoid';
  self.voided = true;
  if (state.contests.length > 1 && isParentOfSecond(self)) state.contests[1].closedAt = state.now;
  if (self.path >= 0) addToPot(at, self.place, forfeitPath(state, self.path));
  payCall(at);
  return undefined;
}

export function closePath(at: Play, id: number): Refusal {
  const { config, state } = at;
  const path = state.paths[id];
  if (path.bond === 0) return 'NoPathBond';
  if (!state.claims[path.tip].settled && !config.rules.broken.closeAnyPath) return 'PathNotSettled';
  owe(at, path.owner, path.bond);
  path.bond = 0;
  payCall(at);
  return undefined;
}

export function pauseClaims({ config, state }: Play): Refusal {
  const { rules } = config;
  const earliest = state.pausedUntil === 0 ? 0 : state.pausedUntil + REST * periodOf(rules);
  if (state.now < earliest) return 'TooEarly';
  state.pausedUntil = state.now + periodOf(rules);
  return undefined;
}

/** The contest that is decided next, -1 if none of those here. */
export function tipPlace(state: State): number {
  if (state.contests[0].closedAt === 0) return 0;
  if (state.contests.length === 1) return -1;
  const parent = parentOf(state, 1);
  const isSettled = parent >= 0 && state.claims[parent].settled;
  return isSettled && state.contests[1].closedAt === 0 ? 1 : -1;
}

/** As far as its own parent shows. */
export function isVoid(state: State, { place, epoch, settled }: Claim): boolean {
  const contest = state.contests[place];
  return !settled && (contest.closedAt !== 0 || contest.epoch !== epoch);
}

export function whyNotLive(state: State, place: number): Refusal {
  if (place === 1) {
    const parent = parentOf(state, 1);
    if (parent < 0) return 'ClaimNotFound';
    if (isVoid(state, state.claims[parent])) return 'ClaimNotLive';
  }
  return state.contests[place].closedAt === 0 ? undefined : 'ClaimNotLive';
}

/** The claim with a root in the present epoch, -1 if there is none. */
export function claimAt(state: State, place: number, root: number): number {
  const { epoch } = state.contests[place];
  return state.claims.findIndex(
    (it) => it.place === place && it.epoch === epoch && it.root === root,
  );
}

/** The claim that a contest is about, -1 for the settled tip or where it was not made. */
export function parentOf(state: State, place: number): number {
  return place === 0 ? -1 : state.claims.findIndex(isParentOfSecond);
}

function isParentOfSecond({ place, epoch, root }: Claim): boolean {
  return place === 0 && epoch === 0 && root === TRUE_ROOT;
}

function newClaim(
  { epoch }: Contest,
  { place, root, path }: { place: number; root: number; path: number },
): Claim {
  return { place, epoch, root, path, settled: false, voided: false };
}

export function isFirstClaimant(state: State, place: number, by: Party): boolean {
  const { firstClaimedAt, firstClaimant } = state.contests[place];
  return firstClaimedAt !== 0 && firstClaimant === by;
}
