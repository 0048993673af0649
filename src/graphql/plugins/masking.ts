import { GraphQLError } from 'graphql';
import type { Report } from '../../event.ts';

/**
 * Passes errors that are meant for the client, which all have a code. Replaces every other error by a generic error, and
 * reports the original. The behaviour does not depend on the environment.
 */
export function maskUnexpected(report: Report): (error: unknown) => GraphQLError {
  return (error) => {
    if (error instanceof GraphQLError && error.extensions['code'] !== undefined) return error;
    const located = error instanceof GraphQLError ? error : undefined;
    const path = located?.path;
    const cause = located?.originalError ?? error;
    if (!isAbort(cause)) report({ type: 'unexpected', error: cause, where: path?.join('.') ?? 'request' });
    return new GraphQLError('Internal error of the gateway. It has been logged.', {
      ...(located?.nodes !== undefined && { nodes: located.nodes }),
      ...(path !== undefined && { path }),
      // With `unexpected`, yoga answers HTTP 500 if there is no data; it removes the extension from the response.
      extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true },
    });
  };
}

/** Whether the client has disconnected, which is not a failure of the gateway. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
