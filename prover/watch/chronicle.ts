/** What the contracts said happened: which claims, entries and duels there are. Their state is read from L1. */
import type { Hex } from 'viem';

import { DUEL_EVENTS } from '../report/duelMoves.ts';
import type { StoredEvent } from '../store/store.ts';

export interface ClaimNote {
  readonly id: Hex;
  readonly parent: Hex;
  readonly number: number;
  readonly root: Hex;
  readonly epoch: number;
  readonly path: bigint;
}

export interface EntryNote {
  readonly id: Hex;
  readonly parent: Hex;
  readonly root: Hex;
  readonly history: Hex;
  readonly sponsor: Hex;
}

export interface DuelNote {
  readonly id: Hex;
  readonly x: Hex;
  readonly y: Hex;
  readonly parent: Hex;
}

export class Chronicle {
  readonly claims = new Map<Hex, ClaimNote>();
  readonly entries = new Map<Hex, EntryNote>();
  readonly duels = new Map<Hex, DuelNote>();
  /** The duel that each fallen entry fell in. */
  readonly deaths = new Map<Hex, Hex>();
  readonly voided = new Set<Hex>();
  /** Nobody claims before this time, in seconds. */
  pausedUntil = 0;
  /** Verifiers that the timelock named after the first. */
  readonly laterVerifiers = new Set<Hex>();
  readonly #epochs = new Map<Hex, number>();
  /** Where each duel stands. */
  readonly positions = new Map<Hex, { readonly level: number; readonly index: number }>();
  /** Duels whose step was executed. */
  readonly stepped = new Set<Hex>();
  /** Movers credited by duel. */
  readonly movers = new Map<Hex, Set<Hex>>();
  /** Paths that an account opened, and those whose bond is gone. */
  readonly paths = new Map<bigint, Hex>();
  readonly closedPaths = new Set<bigint>();
  readonly settled: { number: number; root: Hex; claim: Hex }[] = [];
  /** What duels are told from, in the order of L1. */
  readonly duelEvents: StoredEvent[] = [];
  /** Wei that L1 came to owe to an account, one by one; by the account in lower case. */
  readonly credits = new Map<Hex, bigint[]>();
  readonly #children = new Map<string, readonly Hex[]>();
  readonly #claimsByParent = new Map<Hex, ClaimNote[]>();
  readonly #entriesByParent = new Map<Hex, EntryNote[]>();
  readonly #duelsByParent = new Map<Hex, DuelNote[]>();

  add(event: StoredEvent): void {
    const { name, args } = event;
    if (DUEL_EVENTS.has(name)) this.duelEvents.push(event);
    switch (name) {
      case 'Claimed':
        this.#addClaim(args as unknown as ClaimedArgs);
        break;
      case 'Entered': {
        const { entry, parent, root, history, sponsor } = args as unknown as EnteredArgs;
        const note = { id: entry, parent, root, history, sponsor };
        this.entries.set(entry, note);
        append(this.#entriesByParent, note);
        break;
      }
      case 'DuelStarted': {
        const { duel, x, y } = args as unknown as { duel: Hex; x: Hex; y: Hex };
        const parent = this.entries.get(x)!.parent;
        const note = { id: duel, x, y, parent };
        this.duels.set(duel, note);
        append(this.#duelsByParent, note);
        break;
      }
      case 'Revealed': {
        const { node, level, children } = args as unknown as RevealedArgs;
        this.#children.set(`${level}:${node}`, children);
        break;
      }
      case 'Advanced': {
        const { duel, level, index } = args as unknown as {
          duel: Hex;
          level: number;
          index: number;
        };
        this.positions.set(duel, { level, index });
        break;
      }
      case 'Stepped':
        this.stepped.add(args['duel'] as Hex);
        break;
      case 'Died':
        this.deaths.set(args['entry'] as Hex, args['duel'] as Hex);
        break;
      case 'EpochVoided':
        this.#epochs.set(args['parent'] as Hex, Number(args['epoch']) + 1);
        break;
      case 'ClaimVoided':
        this.voided.add(args['claim'] as Hex);
        break;
      case 'MoveCredited': {
        const duel = args['duel'] as Hex;
        const movers = this.movers.get(duel) ?? new Set();
        this.movers.set(duel, movers.add((args['mover'] as Hex).toLowerCase() as Hex));
        break;
      }
      case 'Owed': {
        const account = (args['account'] as Hex).toLowerCase() as Hex;
        const credits = this.credits.get(account) ?? [];
        credits.push(args['amount'] as bigint);
        this.credits.set(account, credits);
        break;
      }
      case 'PathOpened':
        this.paths.set(args['path'] as bigint, args['owner'] as Hex);
        break;
      case 'VerifierChanged':
        // The deployment names the first one after nobody.
        if (BigInt(args['previous'] as Hex) === 0n) break;
        this.laterVerifiers.add((args['next'] as Hex).toLowerCase() as Hex);
        break;
      case 'ClaimsPaused':
        this.pausedUntil = Number(args['until']);
        break;
      case 'PathClosed':
      case 'PathStaked':
      case 'PathForfeited':
        this.closedPaths.add(args['path'] as bigint);
        break;
      case 'Settled': {
        const { claim, number, root } = args as unknown as SettledArgs;
        this.settled.push({ claim, number: Number(number), root });
        break;
      }
      default:
    }
  }

  /** The children of a node, once somebody revealed them. */
  childrenOf(level: number, node: Hex): readonly Hex[] | undefined {
    return this.#children.get(`${level}:${node}`);
  }

  claimsOn(parent: Hex): readonly ClaimNote[] {
    return this.#claimsByParent.get(parent) ?? [];
  }

  /** The epoch of the contest over a parent: claims and entries of earlier ones are void. */
  epochOf(parent: Hex): number {
    return this.#epochs.get(parent) ?? 0;
  }

  entriesOn(parent: Hex): readonly EntryNote[] {
    return this.#entriesByParent.get(parent) ?? [];
  }

  duelsOn(parent: Hex): readonly DuelNote[] {
    return this.#duelsByParent.get(parent) ?? [];
  }

  #addClaim({ claim, parent, number, root, epoch, path }: ClaimedArgs): void {
    const note = { id: claim, parent, number: Number(number), root, epoch, path };
    this.claims.set(claim, note);
    append(this.#claimsByParent, note);
  }
}

function append<T extends { readonly parent: Hex }>(map: Map<Hex, T[]>, note: T): void {
  const notes = map.get(note.parent);
  if (notes === undefined) map.set(note.parent, [note]);
  else notes.push(note);
}

interface ClaimedArgs {
  claim: Hex;
  parent: Hex;
  number: bigint;
  root: Hex;
  epoch: number;
  path: bigint;
}

interface EnteredArgs {
  entry: Hex;
  parent: Hex;
  root: Hex;
  history: Hex;
  sponsor: Hex;
}

interface RevealedArgs {
  node: Hex;
  level: number;
  children: readonly Hex[];
}

interface SettledArgs {
  claim: Hex;
  number: bigint;
  root: Hex;
}
