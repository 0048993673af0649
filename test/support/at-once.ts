/**
 * How the work ended: `fulfilled`, or the message of its error. `pending` when it needs another turn of the event loop,
 * as everything does that waits for a timer or a socket.
 */
export async function atOnce(work: Promise<unknown>): Promise<string> {
  const pending = new Promise<string>((resolve) => setImmediate(() => resolve('pending')));
  return await Promise.race([outcomeOf(work), pending]);
}

/** How the work ended: `fulfilled`, or the message of its error. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
  );
}
