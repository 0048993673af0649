/** Things that happen at a time, in the order of their times. */
export class Agenda {
  readonly #heap: { readonly at: number; readonly run: () => void }[] = [];
  #now = 0;

  /** The time of the simulation, in milliseconds from midnight. */
  get now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): void {
    const heap = this.#heap;
    let index = heap.length;
    const entry = { at: Math.max(time, this.#now), run };
    for (; index > 0; index = (index - 1) >> 1) {
      const parent = heap[(index - 1) >> 1];
      if (parent === undefined || parent.at <= entry.at) break;
      heap[index] = parent;
    }
    heap[index] = entry;
  }

  /** Runs everything that is due before `end`. */
  runUntil(end: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.at < end; next = this.#heap[0]) {
      this.#removeFirst();
      this.#now = next.at;
      next.run();
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && right.at < left.at;
      const child = isRight ? right : left;
      if (child.at >= last.at) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = last;
  }
}
