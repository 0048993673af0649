import type { OperationsReport } from '../../../analytics/snapshot.ts';
import { AnswerCountsType } from './analytics-timeline.ts';
import { builder } from '../builder.ts';
import { LatencyType } from './source-report.ts';

export const OperationsReportType = builder.objectRef<OperationsReport>('OperationsReport').implement({
  description: "GraphQL operations in the window by outcome; the dashboard's own operations are not counted.",
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'All operations.' }),
    ok: t.exposeInt('ok', { description: 'Operations without errors.' }),
    partial: t.exposeInt('partial', { description: 'Operations with data and errors.' }),
    failed: t.exposeInt('failed', { description: 'Operations with errors and no data.' }),
    refused: t.exposeInt('refused', {
      description: 'Operations that were refused before execution, e.g. because they were malformed or too complex.',
    }),
    latency: t.expose('latency', {
      type: LatencyType,
      nullable: true,
      description:
        'Percentiles of their duration. Null before the first operation, or when performance tracking is off.',
    }),
    answers: t.expose('answers', { type: AnswerCountsType, description: 'Product lookups by answer.' }),
  }),
});
