/** Which id each open order and each price level has: SPEC §7.1, §7.2. No rule but cancelOrder reads it. */

/** Ids from 1 and a stack of those that are free again. */
export class IdStack {
  count = 0n;
  /** The last one is taken next. */
  readonly free: bigint[] = [];

  take(): bigint {
    const reused = this.free.pop();
    if (reused !== undefined) return reused;
    this.count += 1n;
    return this.count;
  }

  copy(): IdStack {
    const copied = new IdStack();
    copied.count = this.count;
    copied.free.push(...this.free);
    return copied;
  }
}

interface Place {
  readonly instrument: bigint;
  readonly side: bigint;
  readonly priceCents: bigint;
}

const levelName = ({ instrument, side, priceCents }: Place): string =>
  `${instrument}/${side}/${priceCents}`;

export class Ids {
  orders = new IdStack();
  levels = new IdStack();
  /** By arrival. */
  orderIds = new Map<bigint, bigint>();
  /** By order id; an id that is free has the generation of its next use. */
  generations = new Map<bigint, bigint>();
  /** By instrument, side and price: the level's id and how many orders it has. */
  #levels = new Map<string, { readonly id: bigint; readonly orders: number }>();

  opened(order: Place & { readonly arrival: bigint }): void {
    const id = this.orders.take();
    this.orderIds.set(order.arrival, id);
    if (!this.generations.has(id)) this.generations.set(id, 0n);
    const level = this.#levels.get(levelName(order));
    if (level === undefined) {
      this.#levels.set(levelName(order), { id: this.levels.take(), orders: 1 });
    } else {
      this.#levels.set(levelName(order), { id: level.id, orders: level.orders + 1 });
    }
  }

  closed(order: Place & { readonly arrival: bigint }): void {
    const id = this.orderIds.get(order.arrival)!;
    this.orderIds.delete(order.arrival);
    this.orders.free.push(id);
    this.generations.set(id, this.generations.get(id)! + 1n);
    const level = this.#levels.get(levelName(order))!;
    if (level.orders === 1) {
      this.#levels.delete(levelName(order));
      this.levels.free.push(level.id);
    } else {
      this.#levels.set(levelName(order), { id: level.id, orders: level.orders - 1 });
    }
  }

  orderId({ arrival }: { readonly arrival: bigint }): bigint {
    return this.orderIds.get(arrival)!;
  }

  levelId(place: Place): bigint {
    return this.#levels.get(levelName(place))!.id;
  }

  copy(): Ids {
    const copied = new Ids();
    copied.orders = this.orders.copy();
    copied.levels = this.levels.copy();
    copied.orderIds = new Map(this.orderIds);
    copied.generations = new Map(this.generations);
    copied.#levels = new Map(this.#levels);
    return copied;
  }
}
