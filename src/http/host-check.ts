/** Whether the Host header names a host: what takes it for part of a URL throws where it does not. */
export type HostCheck = (host: string | undefined) => boolean;

/** Clients send the same one again and again, so the last good one is remembered. */
export function createHostCheck(): HostCheck {
  let known: string | undefined;
  return (host) => {
    if (!host || host === known) return true;
    if (!URL.canParse(`http://${host}/`)) return false;
    known = host;
    return true;
  };
}
