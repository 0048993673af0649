import { z } from 'zod';
import { durationText } from '../../duration.ts';

/** The part of a provenance that texts show. */
export const provenanceShape = z.object({
  source: z.string(),
  cacheStatus: z.string(),
  fetchedAt: z.string(),
  disclaimer: z.string().nullish(),
});

type Provenance = z.infer<typeof provenanceShape>;

const minuteMs = 60_000;

/** Source and age of an answer: "PA_API, 5 min ago". @param now wall-clock milliseconds */
export function provenanceText({ source, fetchedAt, cacheStatus }: Provenance, now: number): string {
  const ageMs = Math.max(0, now - Date.parse(fetchedAt));
  const age = ageMs < minuteMs ? 'now' : `${durationText(ageMs)} ago`;
  return `${source}, ${cacheStatus === 'STALE' ? `stale, ${age}` : age}`;
}
