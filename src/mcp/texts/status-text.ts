import { z } from 'zod';
import { quoted } from '../quoted.ts';
import type { TextOf } from '../tool-definition.ts';

const sourceShape = z.object({
  source: z.string(),
  enabled: z.boolean(),
  totalRequests: z.number(),
  successRate: z.number().nullish(),
  circuit: z.string(),
  quota: z
    .object({
      perSecond: z.number(),
      perDay: z.number().nullish(),
      remainingToday: z.number().nullish(),
      resetsAt: z.string(),
    })
    .nullish(),
  lastError: z.object({ code: z.string(), message: z.string(), at: z.string() }).nullish(),
});

const shape = z.object({
  sourceAnalytics: z.object({
    sources: z.array(sourceShape),
    recommendations: z.array(z.object({ severity: z.string(), source: z.string().nullish(), message: z.string() })),
  }),
});

/** Each source in one line, then what the operator should do. */
export const statusText: TextOf = (data) => {
  const { sources, recommendations } = shape.parse(data).sourceAnalytics;
  return [
    ...sources.map(sourceText),
    ...recommendations.map(({ severity, source, message }) => `${severity}${source ? ` ${source}` : ''}: ${message}`),
    ...(recommendations.length === 0 ? ['There is nothing to do.'] : []),
  ].join('\n');
};

function sourceText({
  source,
  enabled,
  totalRequests,
  successRate,
  circuit,
  quota,
  lastError,
}: z.infer<typeof sourceShape>): string {
  if (!enabled) return `${source}: off`;
  const rate = typeof successRate === 'number' ? `, ${Math.round(successRate * 100)} % succeeded` : '';
  return [
    `${source}: ${totalRequests} calls${rate}`,
    ...(circuit === 'CLOSED' ? [] : [`circuit ${circuit}`]),
    ...(quota ? [quotaText(quota)] : []),
    ...(lastError ? [`last error ${lastError.code} at ${lastError.at} ${quoted(lastError.message)}`] : []),
  ].join('; ');
}

function quotaText(quota: NonNullable<z.infer<typeof sourceShape>['quota']>): string {
  const { perSecond, perDay, remainingToday, resetsAt } = quota;
  if (typeof remainingToday !== 'number') return `${perSecond}/s`;
  return `${perSecond}/s, ${remainingToday} of ${perDay} calls left until ${resetsAt}`;
}
