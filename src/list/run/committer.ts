import type { Journal, JournalEntry } from './journal.ts';

/** Collects answers for a journal: one sync of the disk serves all that arrive within a moment. */
export interface Committer {
  readonly add: (entry: JournalEntry) => void;
  /** Resolves when the next answers are on the disk, or when nothing more will come. */
  changed(): Promise<void>;
  /** Writes what has been collected. */
  flush(): void;
  /** Nothing more will come. */
  end(): void;
}

/** Answers that arrive within this time share a commit. */
const momentMs = 50;
const mostCollected = 500;

/** @param committed called with the entries of each commit @param failed called when the journal cannot be written */
export function createCommitter(
  journal: Journal,
  committed: (entries: readonly JournalEntry[]) => void,
  failed: (error: unknown) => void,
): Committer {
  let collected: JournalEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let change = Promise.withResolvers<void>();

  function wake(): void {
    change.resolve();
    change = Promise.withResolvers();
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (collected.length === 0) return;
    const entries = collected;
    collected = [];
    journal.put(entries);
    committed(entries);
    wake();
  }

  function flushLater(): void {
    try {
      flush();
    } catch (error) {
      failed(error);
    }
  }

  return {
    add(entry) {
      collected.push(entry);
      if (collected.length >= mostCollected) flushLater();
      else timer ??= setTimeout(flushLater, momentMs);
    },
    changed: () => change.promise,
    flush,
    end: wake,
  };
}
