import { sleep } from '../../async.ts';
import type { Clock } from '../../clock.ts';
import { RunFault } from '../list-fault.ts';
import { failedRow } from '../row-answer.ts';
import type { Ask, BatchOutcome } from './ask.ts';
import type { InputAnswer } from './lookup-operation.ts';
import { createFeed, type AskedRow, type Feed } from './feed.ts';
import type { JournalEntry } from './journal.ts';
import { createPace } from './pace.ts';

/** Options of {@link runList}. */
export type RunOptions = {
  /** Reads the rows without an answer: once, and again for each further day. */
  readonly rows: () => AsyncIterable<AskedRow>;
  readonly ask: Ask;
  readonly answered: (entry: JournalEntry) => void;
  /** Receives what each operation used. */
  readonly used: (usage: { readonly calls: number; readonly leftToday: number | undefined }) => void;
  /** Tells a person what the run waits for. */
  readonly notice: (text: string) => void;
  /** Whether to wait for the next day when the day's calls are used up. */
  readonly waitsForQuota: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

/** How a run ended: all rows have an answer, or the day's calls are used up for the rest, until this wall-clock time. */
export type RunEnd = { readonly kind: 'done' } | { readonly kind: 'quota'; readonly resetsAt: number };

/** How often a row is asked whose answer may be another one later. */
const mostAsked = 3;
const leastPutOffMs = 1_000;
const mostPutOffMs = 60_000;
const firstBackOffMs = 500;
const mostBackOffMs = 30_000;
/** Without an answer for so long, a run ends. */
const lostAfterMs = 10 * 60_000;
/** A gateway that has never answered is probably not there. */
const firstLostAfterMs = 30_000;
/** A gateway that limits requests is waited for in silence for so long, and then says so as often. */
const noticeEveryMs = 60_000;
/** How often a batch that fails as a whole is sent before it is halved. */
const mostFailed = 2;
/** A clock of the gateway may be a little behind. */
const dayMarginMs = 5_000;
const longestSleepMs = 60_000;
const dayMs = 86_400_000;

/** Asks for all rows, with enough operations at the same time to fill every call. */
export async function runList(options: RunOptions): Promise<RunEnd> {
  return await new ListRun(options).run();
}

class ListRun {
  readonly #options: RunOptions;
  #feed: Feed;
  readonly #pace = createPace();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #failures = new WeakMap<readonly AskedRow[], number>();
  #rowsInFlight = 0;
  #wake = Promise.withResolvers<void>();
  #error: unknown;
  /** When the day ends whose calls are used up, for at least one marketplace. */
  #resetsAt: number | undefined;
  #answeredToday = true;
  #pausedUntil = 0;
  #pauses = 0;
  #lastAnswerAt: number;
  #noticedAt = 0;
  #lostAfterMs = firstLostAfterMs;

  constructor(options: RunOptions) {
    const { rows, clock, signal } = options;
    this.#options = options;
    this.#feed = createFeed(rows(), clock.monotonic);
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
    this.#lastAnswerAt = clock.monotonic();
  }

  async run(): Promise<RunEnd> {
    try {
      return await this.#untilEnd();
    } finally {
      this.#stop.abort();
      await Promise.all(this.#inFlight);
    }
  }

  async #untilEnd(): Promise<RunEnd> {
    for (;;) {
      this.#signal.throwIfAborted();
      if (this.#error !== undefined) throw this.#error;
      const pauseMs = this.#pausedUntil - this.#now();
      if (pauseMs > 0) await sleep(pauseMs, { signal: this.#signal });
      else if (await this.#startBatch()) continue;
      else if (!this.#feed.isEmpty || this.#inFlight.size > 0) await this.#change();
      else if (this.#error === undefined) {
        if (this.#resetsAt === undefined) return { kind: 'done' };
        if (!(await this.#nextDay(this.#resetsAt))) return { kind: 'quota', resetsAt: this.#resetsAt };
      }
    }
  }

  /** Sends the next batch; false if there is none, or no room for it. */
  async #startBatch(): Promise<boolean> {
    if (this.#rowsInFlight >= this.#pace.rows) return false;
    const batch = await this.#feed.next(this.#pace.batchRows);
    if (batch === undefined) return false;
    this.#rowsInFlight += batch.length;
    const sent = this.#send(batch)
      .catch((error: unknown) => void (this.#error ??= error))
      .finally(() => {
        this.#rowsInFlight -= batch.length;
        this.#inFlight.delete(sent);
        this.#wake.resolve();
      });
    this.#inFlight.add(sent);
    return true;
  }

  /** Resolves when an operation ends, or when a row that was put off is due. */
  async #change(): Promise<void> {
    const leave = () => this.#wake.resolve();
    const dueAt = this.#feed.nextDueAt;
    const timer = dueAt === undefined ? undefined : setTimeout(leave, Math.max(0, dueAt - this.#now()));
    this.#signal.addEventListener('abort', leave, { once: true });
    await this.#wake.promise;
    // Replaced only now: an operation that ended before this wait also ends it.
    this.#wake = Promise.withResolvers();
    this.#signal.removeEventListener('abort', leave);
    clearTimeout(timer);
  }

  async #send(batch: readonly AskedRow[]): Promise<void> {
    const startedAt = this.#now();
    const inputs = batch.map(({ input }) => input);
    const outcome = await this.#options.ask({ inputs, marketplace: batch[0]?.marketplace }, this.#signal);
    if (outcome.kind === 'answered') this.#take(batch, outcome, this.#now() - startedAt);
    else if (outcome.kind === 'later') this.#pause(batch, outcome);
    else if (outcome.kind === 'refused') for (const row of batch) this.#fail(row, outcome.code, outcome.message);
    else if (outcome.kind === 'too-complex') this.#halve(batch, 'OPERATION_TOO_COMPLEX', outcome.message);
    else this.#retry(batch, outcome.message);
  }

  #take(batch: readonly AskedRow[], { answers, calls, leftToday }: Answered, durationMs: number): void {
    const unasked: { readonly row: AskedRow; readonly given: InputAnswer }[] = [];
    let late = 0;
    for (const [index, row] of batch.entries()) {
      const given = answers[index];
      if (given === undefined) continue;
      const { answer, again } = given;
      if (answer.code === 'DEADLINE_EXCEEDED') late += 1;
      if (again === undefined && answer.code !== 'SOURCES_UNAVAILABLE') this.#progressed();
      if (again !== undefined && answer.code === 'QUOTA_EXHAUSTED') this.#usedUp(row, again.afterMs);
      else if (again !== undefined && calls === 0 && answer.code !== 'DEADLINE_EXCEEDED') unasked.push({ row, given });
      else if (again === undefined || !this.#askAgain(row, again.afterMs)) {
        this.#options.answered({ row: row.number, answer });
      }
    }
    this.#lostAfterMs = lostAfterMs;
    this.#options.used({ calls, leftToday });
    if (unasked.length === 0) this.#pace.ended({ rows: batch.length, durationMs, calls, late });
    else
      this.#pause(
        unasked.map(({ row }) => row),
        outageOf(unasked.map(({ given }) => given)),
      );
  }

  /** A row has an answer that does not come from an outage. */
  #progressed(): void {
    this.#lastAnswerAt = this.#now();
    this.#pauses = 0;
    this.#answeredToday = true;
  }

  /** The day's calls are used up for the marketplace of this row; accounts for others may have some. */
  #usedUp({ marketplace }: AskedRow, afterMs: number | undefined): void {
    this.#resetsAt = Math.max(this.#resetsAt ?? 0, this.#dayEnd(afterMs));
    this.#feed.drop(marketplace);
  }

  /** Puts a row off that may be answered later; false if it has been asked often enough. */
  #askAgain(row: AskedRow, afterMs: number | undefined): boolean {
    const asked = row.asked + 1;
    if (asked >= mostAsked) return false;
    const wanted = afterMs ?? leastPutOffMs * 2 ** asked;
    const waitMs = Math.min(mostPutOffMs, Math.max(leastPutOffMs, wanted));
    this.#feed.putOff({ ...row, asked }, this.#now() + waitMs);
    return true;
  }

  #pause(batch: readonly AskedRow[], { reason, afterMs, limited }: Later): void {
    this.#feed.putBack(batch);
    if (limited) this.#pace.refused();
    // The batches that were under way at the same time fail at the same time.
    if (this.#now() < this.#pausedUntil) return;
    if (!limited && this.#now() - this.#lastAnswerAt > this.#lostAfterMs) throw new RunFault(`${reason}.`);
    const backOffMs = Math.min(mostBackOffMs, firstBackOffMs * 2 ** this.#pauses);
    const waitMs = Math.max(afterMs ?? 0, backOffMs) * (1 + this.#options.random() / 5);
    this.#pauses += 1;
    this.#pausedUntil = this.#now() + waitMs;
    const silentMs = this.#now() - Math.max(this.#lastAnswerAt, this.#noticedAt);
    if (limited && Math.max(silentMs, waitMs) < noticeEveryMs) return;
    this.#noticedAt = this.#now();
    this.#options.notice(`${reason}; trying again in ${Math.ceil(waitMs / 1000)} s`);
  }

  #retry(batch: readonly AskedRow[], message: string): void {
    const failures = (this.#failures.get(batch) ?? 0) + 1;
    this.#failures.set(batch, failures);
    if (failures >= mostFailed) this.#halve(batch, 'INTERNAL_SERVER_ERROR', message);
    else this.#pause(batch, { reason: message, afterMs: undefined, limited: false });
  }

  /** Sends each half alone, so that one row does not fail the others. */
  #halve(batch: readonly AskedRow[], code: string, message: string): void {
    const [row] = batch;
    if (batch.length === 1 && row !== undefined) return this.#fail(row, code, message);
    const middle = Math.ceil(batch.length / 2);
    this.#feed.putBack(batch.slice(0, middle));
    this.#feed.putBack(batch.slice(middle));
  }

  #fail({ number, marketplace }: AskedRow, code: string, message: string): void {
    const values = marketplace === undefined ? {} : { marketplace };
    this.#options.answered({ row: number, answer: failedRow(code, message, values) });
  }

  /** Waits for the next day, if that is wanted and waiting has helped before; else false. */
  async #nextDay(resetsAt: number): Promise<boolean> {
    const { clock, waitsForQuota, notice } = this.#options;
    if (!waitsForQuota || !this.#answeredToday) return false;
    notice(`the day's calls are used up; going on at ${new Date(resetsAt).toISOString()}`);
    // In parts, because a machine that sleeps does not count the time.
    while (clock.wall() < resetsAt + dayMarginMs) {
      await sleep(Math.min(longestSleepMs, resetsAt + dayMarginMs - clock.wall()), { signal: this.#signal });
    }
    this.#resetsAt = undefined;
    this.#answeredToday = false;
    this.#lastAnswerAt = this.#now();
    this.#feed = createFeed(this.#options.rows(), clock.monotonic);
    return true;
  }

  /** When the day ends, in wall-clock milliseconds. */
  #dayEnd(afterMs: number | undefined): number {
    const wall = this.#options.clock.wall();
    return afterMs === undefined ? (Math.floor(wall / dayMs) + 1) * dayMs : wall + afterMs;
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}

type Answered = Extract<BatchOutcome, { readonly kind: 'answered' }>;
type Later = Pick<Extract<BatchOutcome, { readonly kind: 'later' }>, 'reason' | 'afterMs' | 'limited'>;

/**
 * No source was called for these rows, because all have failed too often. A list asked on would spend the three times of
 * every row within seconds.
 */
function outageOf(answers: readonly InputAnswer[]): Later {
  const [first] = answers;
  const waits = answers.map(({ again }) => again?.afterMs ?? 0);
  return {
    reason: String(first?.answer.values.problem ?? '').replace(/\.$/, ''),
    afterMs: Math.min(mostPutOffMs, Math.max(...waits)),
    limited: false,
  };
}
