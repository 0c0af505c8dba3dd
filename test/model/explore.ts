/** Every state that can be reached, each looked at once. */
import { keyOf } from './canon.ts';
import { brokenProperty } from './properties.ts';
import type { Config } from './rules.ts';
import { Seen } from './seen.ts';
import { initialState, type State } from './state.ts';
import { renamingsOf } from './symmetry.ts';
import { type Event, type Successor, successors } from './world.ts';

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Of the longest way that was walked; with `shortest`, of the longest shortest way. */
  readonly depth: number;
  readonly isComplete: boolean;
  readonly broken?: { readonly property: string; readonly trace: readonly Event[] } | undefined;
}

export interface ExploreOptions {
  /** Breadth first, so that the way to a broken property is a shortest one. COST: memory for whole layers. */
  readonly shortest?: boolean;
  readonly mostStates?: number;
  readonly onProgress?: (states: number) => void;
  /** Called once a state. */
  readonly onState?: (state: State, trace: () => readonly Event[]) => void;
}

interface Node {
  state: State | undefined;
  readonly depth: number;
  readonly event?: Event;
  readonly parent?: Node;
}

const PROGRESS_STATES = 2 ** 16;

export function explore(config: Config, options: ExploreOptions = {}): Exploration {
  const { shortest = false, mostStates = Infinity } = options;
  const renamings = renamingsOf(config);
  const seen = new Seen();
  const first: Node = { state: initialState(config), depth: 0 };
  seen.add(keyOf(config, first.state!, renamings));
  let [waiting, head] = [[first], 0];
  let [transitions, depth] = [0, 0];
  const result = (isComplete: boolean, broken?: Exploration['broken']): Exploration => {
    return { states: seen.size, transitions, depth, isComplete, broken };
  };
  while (head < waiting.length) {
    if (seen.size > mostStates) return result(false);
    const node = shortest ? waiting[head++] : waiting.pop()!;
    if (head > PROGRESS_STATES) [waiting, head] = [waiting.slice(head), 0];
    const state = node.state!;
    node.state = undefined;
    depth = Math.max(depth, node.depth);
    options.onState?.(state, () => traceOf(node));
    const property = brokenProperty(config, state);
    if (property !== undefined) return result(false, { property, trace: traceOf(node) });
    for (const successor of successors(config, state)) {
      transitions += 1;
      if (!seen.add(keyOf(config, successor.state, renamings))) continue;
      waiting.push(below(node, successor));
      if (seen.size % PROGRESS_STATES === 0) options.onProgress?.(seen.size);
    }
  }
  return result(true);
}

function below(parent: Node, { event, state }: Successor): Node {
  return { state, event, parent, depth: parent.depth + 1 };
}

function traceOf(node: Node): Event[] {
  const events: Event[] = [];
  for (let at: Node | undefined = node; at?.event !== undefined; at = at.parent)
    events.push(at.event);
  return events.reverse();
}
