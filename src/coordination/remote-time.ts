/** Brings another machine's clock into terms of this one's monotonic clock. */
export interface RemoteTime {
  /** The other clock showed `remote` at some moment between `sentAt` and `receivedAt`. */
  observe(remote: number, sentAt: number, receivedAt: number): void;
  /** The local moment at which the other clock shows `remote`. */
  local(remote: number): number;
}

/**
 * Starts from the latest that a moment can be, and moves only as far as an observation forces it to, so that one
 * slow answer does not make what was known from quick ones worse. A clock that jumps is followed at once.
 */
export function createRemoteTime(): RemoteTime {
  let ahead: number | undefined;
  return {
    observe(remote, sentAt, receivedAt) {
      const least = remote - receivedAt;
      const most = remote - sentAt;
      ahead = Math.min(most, Math.max(least, ahead ?? least));
    },
    local: (remote) => remote - (ahead ?? 0),
  };
}
