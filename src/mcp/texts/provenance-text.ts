import { z } from 'zod';

/** The part of a provenance that texts show. */
export const provenanceShape = z.object({
  source: z.string(),
  cacheStatus: z.string(),
  fetchedAt: z.string(),
  disclaimer: z.string().nullish(),
});

type Provenance = z.infer<typeof provenanceShape>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Source and age of an answer: "PA_API, 5 min ago". @param now wall-clock milliseconds */
export function provenanceText({ source, fetchedAt, cacheStatus }: Provenance, now: number): string {
  const ageMs = Math.max(0, now - Date.parse(fetchedAt));
  const age = ageMs < minuteMs ? 'now' : `${durationText(ageMs)} ago`;
  return `${source}, ${cacheStatus === 'STALE' ? `stale, ${age}` : age}`;
}

function durationText(ms: number): string {
  return ms < hourMs ? `${Math.floor(ms / minuteMs)} min` : `${Math.floor(ms / hourMs)} h`;
}
