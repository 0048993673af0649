import type { Step } from '../source/try-in-order.ts';
import type { Attempt } from '../vocabulary.ts';

/** Removes secrets from a message. */
export type Redact = (message: string) => string;

/** The attempt of a source that was skipped or failed. */
export function attemptWithoutAnswer(
  step: Exclude<Step<unknown>, { readonly kind: 'answered' }>,
  redact: Redact | undefined,
): Attempt {
  const source = step.source.id;
  if (step.kind === 'skipped') return { source, outcome: 'SKIPPED', code: step.code, durationMs: 0 };
  const { code } = step.error;
  const message = redact?.(step.error.message) ?? step.error.message;
  return { source, outcome: 'FAILED', code, message, durationMs: step.durationMs };
}
