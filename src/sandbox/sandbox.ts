import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Region } from '../product/marketplace.ts';
import { AssociatesAccount } from './associates/account.ts';
import { CallLog, type SandboxCall } from './call-log.ts';
import { createApiServer } from './api-server.ts';
import { createControlServer } from './control/control-server.ts';
import { createImageServer } from './images/image-server.ts';
import { creatorsEndpoint } from './creators/creators.ts';
import { versionFor, type CreatorsCredential, type CredentialVersion } from './creators/credential.ts';
import { creatorsTokenEndpoint } from './creators/token-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { FaultSwitches } from './control/fault-switches.ts';
import { lwaEndpoint } from './spapi/lwa.ts';
import { paapiEndpoint } from './paapi/paapi.ts';
import type { SandboxApi, SandboxFault } from './fault.ts';
import { sandboxEnvironment } from './environment.ts';
import { spapiEndpoint } from './spapi/spapi.ts';
import { storefrontEndpoint } from './storefront/storefront.ts';
import { TokenIssuer } from './token-issuer.ts';

/** Options of the sandbox; each has a default. */
export type SandboxOptions = {
  /** Port of the control page; 0, the default, takes a free one. The interfaces always take free ones. */
  readonly port?: number;
  /** The time in milliseconds, for signatures, tokens and quotas; the system's clock unless given. */
  readonly now?: () => number;
  /** Quota of the associates account for PA-API and Creators API together; 1 unless given. */
  readonly requestsPerSecond?: number;
  /** The gateway's default marketplace, in whose region the credentials of the environment are valid; `IN` unless given. */
  readonly marketplace?: string | undefined;
  /** The Creators API credential in the environment; the one of that region unless given. All of them are valid. */
  readonly creatorsVersion?: CredentialVersion;
};

/** A stand-in Amazon that runs in this process, on loopback only. */
export interface Sandbox extends AsyncDisposable {
  /** Origin of the control page. */
  readonly origin: string;
  /** Variables that point every source of the gateway at the sandbox, credentials and tags included. */
  readonly environment: Readonly<Record<string, string>>;
  /** The last ten thousand calls, including token calls. */
  readonly calls: readonly SandboxCall[];
  /** Sets the fault of an interface from its next request on; `undefined` clears it. */
  misbehave(api: SandboxApi, fault: SandboxFault | undefined): void;
  /** Whether the associates APIs return ratings from the next request on; they do at the start. */
  giveRatings(given: boolean): void;
}

/** Starts the sandbox; it listens when the promise resolves, and closes every connection when disposed. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const log = new CallLog();
  const faults = new FaultSwitches();
  await using started = new AsyncDisposableStack();
  const origins = new Map<SandboxApi, string>();
  const account = new AssociatesAccount(options.requestsPerSecond ?? 1, now);
  for (const endpoint of endpoints(now, account)) {
    const { api } = endpoint;
    const server = createApiServer(endpoint, { log, now, fault: () => faults.get(api) });
    started.defer(() => close(server));
    origins.set(api, await listen(server, 0));
  }
  const images = createImageServer();
  started.defer(() => close(images));
  const imagesOrigin = await listen(images, 0);
  const originOf = (api: SandboxApi) => origins.get(api) ?? '';
  const control = createControlServer({ log, faults, account, originOf });
  started.defer(() => close(control));
  const origin = await listen(control, options.port ?? 0);
  const resources = started.move();
  return {
    origin,
    environment: sandboxEnvironment(originOf, imagesOrigin, options.creatorsVersion ?? versionFor(options.marketplace)),
    calls: log.calls,
    misbehave: (api, fault) => faults.set(api, fault),
    giveRatings: (given) => void (account.getsRatings = given),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function endpoints(now: () => number, account: AssociatesAccount): readonly Endpoint[] {
  const creatorsTokens = new TokenIssuer<CreatorsCredential>('Atc|', now);
  const sellerTokens = new TokenIssuer<Region>('Atza|', now);
  return [
    creatorsEndpoint(account, creatorsTokens),
    creatorsTokenEndpoint(creatorsTokens),
    paapiEndpoint(account, now),
    spapiEndpoint(sellerTokens, now),
    lwaEndpoint(sellerTokens),
    storefrontEndpoint(),
  ];
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The sandbox has no port.'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
