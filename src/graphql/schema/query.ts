import { builder } from './builder.ts';

builder.queryType({
  description:
    'Everything that can be asked. The gateway only reads: it has no mutations. Null on a field of Query means that the thing does not exist, or comes with an entry in `errors` that says why it could not be learned.',
});
