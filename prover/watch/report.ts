/** What /status says, from what the prover knows. */
import type { Hex } from 'viem';

import { ALARMS } from '../alarms.ts';
import type { Histories } from '../game/histories.ts';
import type { Decision } from '../game/solver.ts';
import { toHex, ZERO_HASH } from '../hex.ts';
import type { Deployment, Head } from '../l1/client.ts';
import type { SeenGame } from '../l1/readGame.ts';
import { accountOf } from '../report/account.ts';
import { BlockTimes } from '../report/blockTimes.ts';
import { ClaimCounter } from '../report/claims.ts';
import { disputesOf } from '../report/disputes.ts';
import { latestDuels, recordOf, type Truth } from '../report/duels.ts';
import { endpointsOf } from '../report/endpoints.ts';
import { historiesOf } from '../report/histories.ts';
import type { Costs } from '../report/costs.ts';
import type { ProverStatus, RulesStatus } from '../status.ts';
import type { Connection, Context } from './connection.ts';
import { moveWords, statusWords } from './words.ts';

/** Without a good turn for so long it is not healthy. */
const STALE_MS = 60_000;

export interface Known {
  readonly connection: Connection | undefined;
  readonly head: Head | undefined;
  readonly game: SeenGame | undefined;
  readonly decision: Decision;
  /** In wei. */
  readonly balance: bigint;
  readonly costs: Costs;
  readonly lastGoodMs: number;
}

type Told = Omit<ProverStatus, 'words'>;

export class Reporter {
  readonly #context: Context;
  readonly #claims = new ClaimCounter();
  readonly #times: BlockTimes;

  constructor(context: Context) {
    this.#context = context;
    this.#times = new BlockTimes(async (block) => {
      const doing = `reading the time of L1 block ${block}`;
      const found = await context.l1.first(doing, (endpoint) => endpoint.blockAt(block));
      return found?.timeSec;
    });
  }

  report(known: Known): ProverStatus {
    const { connection } = known;
    const status =
      connection === undefined ? this.#stranger(known) : this.#connected(known, connection);
    return { words: statusWords(status), ...status };
  }

  /** Before L1 was reached. */
  #stranger(known: Known): Told {
    const { l1, options, teller } = this.#context;
    return {
      healthy: this.#isHealthy(known),
      rollup: l1.rollup,
      mode: modeOf(options.claims, false),
      l1Block: 0,
      nowSec: 0,
      ageMs: null,
      posted: 0,
      derived: 0,
      settled: 0,
      root: ZERO_HASH,
      claims: { agreeing: 0, differing: 0, unjudged: 0 },
      disputes: [],
      duels: [],
      record: { falseClaims: 0, disputesWon: 0, disputesLost: 0, duelsWon: 0, duelsLost: 0 },
      histories: [],
      endpoints: endpointsOf(l1, known.head),
      alarms: teller.alarms,
      problems: this.#problems(),
    };
  }

  #connected(known: Known, connection: Connection): Told {
    const { l1, options, store } = this.#context;
    const { responder, chronicle, deployment, live } = connection;
    const { game, lastGoodMs } = known;
    const account = responder?.account.address;
    const truth = this.#truth(connection, account);
    const { claims, falseClaims } = this.#claims.update(truth);
    const nextMoves = (number: number): string[] => movesWanted(number, known);
    return {
      ...this.#stranger(known),
      mode: modeOf(options.claims, responder !== undefined),
      l1Block: known.head?.number ?? 0,
      nowSec: game === undefined ? 0 : game.nowSec + Math.floor(sinceMs(lastGoodMs) / 1000),
      ageMs: lastGoodMs === 0 ? null : sinceMs(lastGoodMs),
      posted: store.lastBatch(),
      derived: live.number,
      settled: chronicle.settled.at(-1)?.number ?? 0,
      root: live.root,
      rules: rulesOf(deployment),
      claims,
      disputes:
        game === undefined ? [] : disputesOf({ game, deployment, chronicle, account, nextMoves }),
      duels: latestDuels(truth),
      record: { ...recordOf(truth), falseClaims },
      ...(account === undefined || game === undefined
        ? {}
        : { account: accountOf(account, { ...known, game, connection }) }),
      histories: historiesOf(connection, { store, game, wanted: known.decision.wanted }),
      endpoints: endpointsOf(l1, known.head),
    };
  }

  #truth(connection: Connection, account: Hex | undefined): Truth {
    const { store } = this.#context;
    const { chronicle, deployment, histories } = connection;
    return {
      chronicle,
      deployment,
      account,
      rootOf: (number) => store.root(number),
      historyOf: (number) => {
        const batchHash = store.batchHash(number);
        if (batchHash === undefined) return undefined;
        const history = histories.get({ number, batchHash });
        return history === undefined ? undefined : toHex(history.tree.root);
      },
      timeOf: (block) => this.#times.get(block),
    };
  }

  #isHealthy({ lastGoodMs }: Known): boolean {
    const { alarms } = this.#context.teller;
    return sinceMs(lastGoodMs) < STALE_MS && !alarms.some(({ code }) => ALARMS[code].isSick);
  }

  #problems(): string[] {
    const { alarms } = this.#context.teller;
    return alarms.filter(({ code }) => code !== 'falseClaim').map(({ words }) => words);
  }
}

function sinceMs(ms: number): number {
  return Date.now() - ms;
}

function modeOf(claims: boolean | undefined, sends: boolean): ProverStatus['mode'] {
  if (!sends) return 'watches only';
  return claims === true ? 'defends and claims' : 'defends';
}

function rulesOf(deployment: Deployment): RulesStatus {
  const { periodSec, budgetSec, graceSec, rounds, bond } = deployment;
  return { periodSec, budgetSec, graceSec, rounds, bond: String(bond) };
}

function movesWanted(number: number, { connection, decision }: Known): string[] {
  if (connection?.responder === undefined) return [];
  if (decision.wanted.includes(number)) return [historyWords(connection.histories, number)];
  return decision.moves.filter((move) => move.number === number).map(moveWords);
}

function historyWords(histories: Histories, number: number): string {
  const words = 'compute the history with the deployed bytecode';
  const progress = histories.progress();
  if (progress?.number !== number) return words;
  const { steps, share, leftMs } = progress;
  const left = leftMs === undefined ? '' : `, about ${Math.ceil(leftMs / 1000)} s left`;
  return `${words}: ${steps} steps, ${Math.floor(share * 100)} % of the batch${left}`;
}
