import { GraphQLError } from 'graphql';
import { processRegularResult, type Plugin } from 'graphql-yoga';

/** What an answer can be sent as. */
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
 * Sends every answer as one piece of JSON, never as an event stream or in parts, which no operation of ours needs; and
 * refuses a request whose `Accept` allows neither of our media types (406) before anything is done for it.
 */
export function useMediaType(): Plugin {
  return {
    onRequestParse({ request }) {
      if (chooseMediaType(request.headers.get('accept')) === undefined) throw notAcceptable();
    },
    // Behind yoga's own choice, which offers streams.
    onResultProcess(processing) {
      const mediaType = chooseMediaType(processing.request.headers.get('accept')) ?? 'application/json';
      processing.setResultProcessor(writeRegular, mediaType);
    },
  };
}

const writeRegular: ResultProcessor = (result, fetchApi, type) => processRegularResult(result, fetchApi, type);

/** The media type that an `Accept` header prefers; `undefined` when it allows none that is offered. */
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

/** `q`, 1 unless given; 0 for what must not be sent and for a charset that we do not write. */
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
