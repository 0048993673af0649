/** Converts times of another machine's clock to this machine's monotonic clock. */
export interface RemoteTime {
  /** Records that the other clock showed `remote` at some moment between `sentAt` and `receivedAt`. */
  observe(remote: number, sentAt: number, receivedAt: number): void;
  /** The local moment at which the other clock shows `remote`. */
  local(remote: number): number;
}

/**
 * Starts with the latest time that is consistent with the first observation, and corrects it only as far as a further
 * observation requires, so that a slow reply does not spoil the estimate from quick ones. Follows a clock that jumps.
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
