import { GraphQLError } from 'graphql';
import { processRegularResult, type Plugin } from 'graphql-yoga';

/** A media type of responses. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

const offered: ReadonlyMap<string, MediaType> = new Map([
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/*', 'application/json'],
  ['*/*', 'application/json'],
]);

type ResultProcessing = Parameters<NonNullable<Plugin['onResultProcess']>>[0];
type ResultProcessor = Parameters<ResultProcessing['setResultProcessor']>[0];

/**
 * Sends every response as a single JSON document, never as an event stream or in parts. Refuses a request with 406, before
 * it is parsed, when its `Accept` allows neither media type.
 */
export function useMediaType(): Plugin {
  return {
    onRequestParse({ request }) {
      if (chooseMediaType(request.headers.get('accept')) === undefined) throw notAcceptable();
    },
    // Replaces yoga's choice, which includes streams.
    onResultProcess(processing) {
      const mediaType = chooseMediaType(processing.request.headers.get('accept')) ?? 'application/json';
      processing.setResultProcessor(writeRegular, mediaType);
    },
  };
}

const writeRegular: ResultProcessor = (result, fetchApi, type) => processRegularResult(result, fetchApi, type);

/** The media type that an `Accept` header prefers; `undefined` when it allows neither. */
export function chooseMediaType(accept: string | null): MediaType | undefined {
  if (accept === null || accept.trim() === '') return 'application/json';
  let [chosen, best]: [MediaType | undefined, number] = [undefined, 0];
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const mediaType = offered.get(type);
    const weight = mediaType === undefined ? 0 : weightIn(parameters);
    if (weight > best) [chosen, best] = [mediaType, weight];
  }
  return chosen;
}

/** The `q` parameter, 1 by default; 0 for an excluded range and for a charset other than UTF-8. */
function weightIn(parameters: readonly string[]): number {
  let weight = 1;
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim());
    if (name === 'charset' && value.replaceAll('"', '') !== 'utf-8') return 0;
    if (name === 'q') weight = Number(value);
  }
  return weight > 0 ? Math.min(weight, 1) : 0;
}

function notAcceptable(): GraphQLError {
  const message = 'Accept must allow application/json or application/graphql-response+json.';
  return new GraphQLError(message, { extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } } });
}
