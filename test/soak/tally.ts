/** What has been seen so far. */
export type SoakTally = {
  /** Requests of clients that behave, and how many of them got an answer with data in it. */
  asked: number;
  answered: number;
  /** Answers that say that no source could answer, in time or at all. */
  unavailable: number;
  /** How often they gave which reason. */
  readonly reasons: Map<string, number>;
  /** Products that were compared with the catalogue. */
  checked: number;
  wrong: number;
  /** Requests without a complete answer. */
  lost: number;
  hostile: number;
  /** Upstream, Redis and clock troubles that were caused. */
  troubles: number;
  /** The first of what went wrong, for people. */
  readonly findings: string[];
};

const keptFindings = 20;

/** Nothing yet. */
export function createSoakTally(): SoakTally {
  return {
    asked: 0,
    answered: 0,
    unavailable: 0,
    reasons: new Map(),
    checked: 0,
    wrong: 0,
    lost: 0,
    hostile: 0,
    troubles: 0,
    findings: [],
  };
}

/** Counts something that must not be, and keeps the first of them to tell. */
export function note(tally: SoakTally, kind: 'wrong' | 'lost', finding: string): void {
  tally[kind] += 1;
  if (tally.findings.length < keptFindings) tally.findings.push(`${kind}: ${finding}`);
}
