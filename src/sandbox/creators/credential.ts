import { isMarketplaceCode, marketplaces, type Region } from '../../product/marketplace.ts';

/** Versions of Creators API credentials: 2.x requests tokens by form, 3.x by JSON; the second digit is the region. */
export type CredentialVersion = '2.1' | '2.2' | '2.3' | '3.1' | '3.2' | '3.3';

/** A credential, which is valid in the marketplaces of its region only. */
export type CreatorsCredential = {
  readonly id: string;
  readonly secret: string;
  readonly version: CredentialVersion;
  readonly region: Region;
};

const versions: readonly (readonly [CredentialVersion, Region])[] = [
  ['2.1', 'NA'],
  ['2.2', 'EU'],
  ['2.3', 'FE'],
  ['3.1', 'NA'],
  ['3.2', 'EU'],
  ['3.3', 'FE'],
];

/** The credentials that the stand-in accepts. Some of their characters need URL encoding, on purpose. */
export const creatorsCredentials: readonly CreatorsCredential[] = versions.map(([version, region]) => ({
  id: `sandbox-creators-${version}`,
  secret: `sandbox+creators/${version}&secret=`,
  version,
  region,
}));

/** The credential of that version. */
export function creatorsCredential(version: CredentialVersion): CreatorsCredential {
  const credential = creatorsCredentials.find((one) => one.version === version);
  if (credential === undefined) throw new RangeError(`The sandbox has no credential of version ${version}.`);
  return credential;
}

/** The latest version of the marketplace's region; that of India for an unknown marketplace. */
export function versionFor(marketplace = 'IN'): CredentialVersion {
  const { region } = marketplaces[isMarketplaceCode(marketplace) ? marketplace : 'IN'];
  return versions.findLast(([, own]) => own === region)?.[0] ?? '3.2';
}

/** The path of the token endpoint: Cognito's for 2.x, Login with Amazon's for 3.x. */
export function tokenPath(version: CredentialVersion): string {
  return version.startsWith('2.') ? '/oauth2/token' : '/auth/o2/token';
}
