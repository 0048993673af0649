import { parse } from 'yaml';
import { z } from 'zod';

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});

const rulesFile = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) });

/** An alerting rule. */
export type Rule = z.infer<typeof rule>;

/** Reads a rules file of Prometheus. @throws {z.ZodError} if a key is unknown or absent */
export function readRules(text: string): readonly Rule[] {
  return rulesFile.parse(parse(text)).groups.flatMap(({ rules }) => rules);
}
