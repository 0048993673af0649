import type { OperationsReport } from '../../../analytics/snapshot.ts';
import { AnswerCountsType } from './analytics-timeline.ts';
import { builder } from '../builder.ts';
import { LatencyType } from './source-report.ts';

/** Operations and lookups in the window. */
export const OperationsReportType = builder.objectRef<OperationsReport>('OperationsReport').implement({
  description: "GraphQL operations in the window, and how they ended; the dashboard's own are not counted.",
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'Operations answered.' }),
    ok: t.exposeInt('ok', { description: 'Without an error.' }),
    partial: t.exposeInt('partial', { description: 'With data and errors.' }),
    failed: t.exposeInt('failed', { description: 'With nothing but errors.' }),
    refused: t.exposeInt('refused', { description: 'Refused before anything was asked, as malformed or too complex.' }),
    latency: t.expose('latency', {
      type: LatencyType,
      nullable: true,
      description: 'How long they took. Null before the first, or when performance tracking is off.',
    }),
    answers: t.expose('answers', { type: AnswerCountsType, description: 'Single products answered.' }),
  }),
});
