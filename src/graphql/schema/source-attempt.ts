import type { Attempt } from '../../vocabulary.ts';
import { builder } from './builder.ts';
import { DataSourceEnum } from './data-source.ts';

const AttemptOutcomeEnum = builder.enumType('AttemptOutcome', {
  description: 'How a source fared on the way to an answer.',
  values: {
    FOUND: { description: 'It had the product, and its answer was taken.' },
    MISSING: { description: 'It answered that it has no such product.' },
    REJECTED: {
      description:
        'It had the product, but too little of it to be accepted; with code IMPLAUSIBLE, a price that must be misread.',
    },
    FAILED: { description: 'It was asked and could not say; `code` says why.' },
    SKIPPED: { description: 'It was not asked, e.g. for want of a partner tag for the store; `code` says why.' },
  },
});

/** One step of an answer's trail. */
export const SourceAttemptType = builder.objectRef<Attempt>('SourceAttempt').implement({
  description:
    'One step on the way to an answer. A source stands in the trail once; the trail of a cached answer is that of the time it was fetched.',
  shareable: true,
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source that was asked or skipped.' }),
    outcome: t.expose('outcome', { type: AttemptOutcomeEnum, description: 'What came of it.' }),
    code: t.exposeString('code', {
      nullable: true,
      description:
        'The failure class, e.g. THROTTLED, why the answer was rejected (IMPLAUSIBLE), or why the source was skipped. Null otherwise.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description:
        "Why, for people: what the source's refusal said, without secrets. Null when it answered or was not asked.",
    }),
    durationMs: t.exposeFloat('durationMs', {
      description: 'Milliseconds spent on this source, waiting for a permit included. 0 when it was skipped.',
    }),
  }),
});
