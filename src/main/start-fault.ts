import { ConfigurationError } from '../config/configuration-error.ts';

/** What `listen` reports for an address of another machine, and for a name that cannot be resolved. */
const notThisMachine: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']);

/** Why the gateway did not start, for standard error. Faults of the configuration have one line each. */
export function startFault(error: unknown): string {
  if (error instanceof ConfigurationError) return error.faults.map((fault) => `${fault}\n`).join('');
  if (!(error instanceof Error)) return `The gateway could not start: ${String(error)}\n`;
  const code = 'code' in error ? String(error.code) : '';
  const address = addressIn(error);
  if (code === 'EADDRINUSE')
    return `PORT ${address} is already in use: stop the process that uses it, or set PORT to another port\n`;
  if (code === 'EACCES' && 'port' in error) return `PORT ${address} needs more privileges: set PORT to 1024 or above\n`;
  if (notThisMachine.has(code)) {
    const host = 'hostname' in error ? String(error.hostname) : 'address' in error ? String(error.address) : '';
    return `HOST ${host} is not an address of this machine: 127.0.0.1 serves this machine only, 0.0.0.0 every network\n`;
  }
  return `The gateway could not start: ${error.message}\n`;
}

/** Why connections are not accepted, for standard error. */
export function acceptFault(error: Error): string {
  return `Connections cannot be accepted: ${error.message}\n`;
}

/** The host and port that `node:net` adds to an error of `listen`. */
function addressIn(error: Error): string {
  const host = 'address' in error ? String(error.address) : 'hostname' in error ? String(error.hostname) : '';
  return 'port' in error ? `${String(error.port)} on ${host}` : host;
}
