/** What enough endpoints agree on. */

/** A block that an endpoint says there is. */
export interface Block {
  readonly number: number;
}

export interface Answer<Asked, Value> {
  readonly asked: Asked;
  /** Answers with the same key are the same answer. */
  readonly key: string;
  readonly value: Value;
}

export interface Verdict<Asked, Value> {
  readonly value: Value;
  readonly agreeing: readonly Asked[];
  /** Who answered otherwise. */
  readonly others: readonly Asked[];
}

/** The answer that a quorum gave; nothing while there is none. A quorum is more than half, or the first to have one wins. */
export function tally<Asked, Value>(
  answers: readonly Answer<Asked, Value>[],
  quorum: number,
): Verdict<Asked, Value> | undefined {
  for (const { key, value } of answers) {
    const agreeing = answers.filter((answer) => answer.key === key);
    if (agreeing.length < quorum) continue;
    const others = answers.filter((answer) => answer.key !== key);
    return { value, agreeing: agreeing.map(askedOf), others: others.map(askedOf) };
  }
  return undefined;
}

export interface Tip<Asked, Head> {
  readonly asked: Asked;
  readonly head: Head;
}

/** Blocks below the tips in which a common one is looked for; forks of L1 are far shorter. */
const DEPTH_MOST = 4096;

/**
 * The newest block that a quorum has, and who has it. Forks agree on all blocks before they part, so it is found
 * by going down in growing steps and up again by halves.
 * @param blockAt the asked one's block of a number, or nothing
 */
export async function newestAgreed<Asked, Head extends Block>({
  tips,
  quorum,
  keyOf,
  blockAt,
}: {
  tips: readonly Tip<Asked, Head>[];
  quorum: number;
  keyOf: (head: Head) => string;
  blockAt: (asked: Asked, number: number) => Promise<Head | undefined>;
}): Promise<Verdict<Asked, Head> | undefined> {
  const top = tips.map(({ head }) => head.number).sort((a, b) => b - a)[quorum - 1];
  if (top === undefined) return undefined;
  const at = async (number: number): Promise<Verdict<Asked, Head> | undefined> => {
    const able = tips.filter(({ head }) => head.number >= number);
    const blocks = await Promise.all(
      able.map(async ({ asked, head }) => ({
        asked,
        block: head.number === number ? head : await blockAt(asked, number),
      })),
    );
    const answers = blocks.flatMap(({ asked, block }) =>
      block === undefined ? [] : [{ asked, key: keyOf(block), value: block }],
    );
    return tally(answers, quorum);
  };
  let apart = top + 1;
  for (let back = 0; back <= DEPTH_MOST && apart > 0; back = Math.max(1, back * 2)) {
    const number = Math.max(0, top - back);
    const agreed = await at(number);
    if (agreed !== undefined) return climb(at, { agreed, apart });
    apart = number;
  }
  return undefined;
}

async function climb<Asked, Head extends Block>(
  at: (number: number) => Promise<Verdict<Asked, Head> | undefined>,
  { agreed, apart }: { agreed: Verdict<Asked, Head>; apart: number },
): Promise<Verdict<Asked, Head>> {
  let [best, high] = [agreed, apart];
  while (high - best.value.number > 1) {
    const middle = Math.floor((best.value.number + high) / 2);
    const found = await at(middle);
    if (found === undefined) high = middle;
    else best = found;
  }
  return best;
}

function askedOf<Asked>({ asked }: { asked: Asked }): Asked {
  return asked;
}
