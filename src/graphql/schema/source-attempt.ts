import { rounded, type Attempt } from '../../vocabulary.ts';
import { builder } from './builder.ts';
import { DataSourceEnum } from './data-source.ts';

const AttemptOutcomeEnum = builder.enumType('AttemptOutcome', {
  description: 'The outcome of one attempt.',
  values: {
    FOUND: { description: 'The source had the product, and the gateway accepted it.' },
    MISSING: { description: 'The source answered that the product does not exist.' },
    REJECTED: {
      description:
        'The source had the product, but too incomplete to be accepted. With code IMPLAUSIBLE: its price was implausible.',
    },
    FAILED: { description: 'The request to the source failed; `code` says why.' },
    SKIPPED: {
      description:
        'The source was not requested, e.g. because it has no partner tag for the marketplace; `code` says why.',
    },
  },
});

export const SourceAttemptType = builder.objectRef<Attempt>('SourceAttempt').implement({
  description:
    'One attempt to get an answer from a source. Each source appears once. The attempts of a copy are those of the time when it was fetched.',
  shareable: true,
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source that was tried or skipped.' }),
    outcome: t.expose('outcome', { type: AttemptOutcomeEnum, description: 'The outcome.' }),
    code: t.exposeString('code', {
      nullable: true,
      description:
        'The failure code, e.g. THROTTLED, the reason why the product was rejected (IMPLAUSIBLE) or the source was skipped (CONDITION_NOT_SUPPORTED: it cannot apply a filter), or that the source ignored what was requested (LANGUAGE_IGNORED, CURRENCY_IGNORED; in a search CATEGORY_IGNORED, MIN_RATING_IGNORED, SORT_IGNORED). Null otherwise.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description:
        "The reason, for people: the source's error message without secrets. Null when the source answered or was skipped.",
    }),
    durationMs: t.float({
      description: 'Milliseconds spent on this source, including the wait for a permit. 0 when skipped.',
      resolve: ({ durationMs }) => rounded(durationMs),
    }),
  }),
});
