import { builder } from './builder.ts';

builder.queryType({
  description:
    'All queries. The gateway only reads: it has no mutations. A field of Query is null when the requested object does not exist, or when it is unavailable; then an entry in `errors` says why.',
});
