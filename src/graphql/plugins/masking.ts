import { GraphQLError } from 'graphql';
import type { Report } from '../../event.ts';

/**
 * Lets through the errors that we or graphql-js mean for the client, which all carry a code, and replaces everything
 * else by one that says nothing; what it was is reported. The environment changes nothing of it.
 */
export function maskUnexpected(report: Report): (error: unknown) => GraphQLError {
  return (error) => {
    if (error instanceof GraphQLError && error.extensions['code'] !== undefined) return error;
    const located = error instanceof GraphQLError ? error : undefined;
    const path = located?.path;
    const cause = located?.originalError ?? error;
    if (!isAbort(cause)) report({ type: 'unexpected', error: cause, where: path?.join('.') ?? 'request' });
    return new GraphQLError('Something went wrong in the gateway. It has been logged.', {
      ...(located?.nodes !== undefined && { nodes: located.nodes }),
      ...(path !== undefined && { path }),
      // `unexpected` makes it HTTP 500 when there is no data; yoga takes it out of the answer.
      extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true },
    });
  };
}

/** The client has gone: that is no failure of ours. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
