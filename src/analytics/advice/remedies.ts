import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { SourceInfo } from '../collect/source-statistics.ts';

/** A source that does not answer for a marketplace. */
export type Trouble = {
  readonly source: Pick<SourceInfo, 'settings' | 'retired'>;
  /** The account in AMAZON_ACCOUNTS; absent for the one of the plain variables. */
  readonly account?: string;
  readonly marketplace: MarketplaceCode;
  /** The failure class, or the reason for which the source is skipped. */
  readonly code: string;
  /** The message of the failure. */
  readonly message: string;
};

/**
 * What an operator can do about a source that does not answer, to follow a colon. The log, the dashboard and
 * `asin-gateway doctor` use the same words.
 */
export function remedyFor({ source, account, marketplace, code, message }: Trouble): string {
  if (code === 'CREDENTIALS') return credentialRemedy(namesOf(source, account), message);
  if (code === 'NO_PARTNER_TAG' && account !== undefined) {
    return `add ${marketplace} to the tags of ${account} in AMAZON_ACCOUNTS, if it shall serve it`;
  }
  return remedies(marketplace)[code] ?? 'see the message';
}

/** What the settings of a credential are called. */
type CredentialNames = {
  readonly settings: string;
  readonly tags: string;
  readonly version: string;
  readonly retired: SourceInfo['retired'];
};

function namesOf({ settings, retired }: Trouble['source'], account: string | undefined): CredentialNames {
  if (account !== undefined) {
    return { settings: `the account ${account} in AMAZON_ACCOUNTS`, tags: 'its tags', version: 'version', retired };
  }
  const variable = (name: string) => settings.replace('…', name);
  const tags = `${variable('PARTNER_TAG')} and AMAZON_PARTNER_TAGS`;
  return { settings, tags, version: variable('VERSION'), retired };
}

/** Words of the sources' messages, and what they mean for the operator. */
function credentialRemedy({ settings, tags, version, retired }: CredentialNames, message: string): string {
  if (message.includes('RequestExpired')) return 'synchronise the clock of this machine, which is wrong';
  if (/Eligible|qualified sales/i.test(message)) {
    return 'the account is not eligible: it needs qualified sales in the last 30 days, or access that Amazon grants';
  }
  if (/partner tag/i.test(message)) {
    return `check ${tags}: the tag must belong to this account and this marketplace`;
  }
  if (retired !== undefined && /stopped answering/.test(message)) return `use ${retired.successor} instead`;
  if (/region or version|secret and version/.test(message)) {
    return `check ${settings}: id, secret, and ${version}, whose last digit is the region`;
  }
  if (/InvalidSignature|invalid_client|invalid_grant/.test(message)) {
    return `check id, secret and token in ${settings}: one of them is wrong, or they are not of one application`;
  }
  return `check ${settings} and whether the account is eligible there`;
}

function remedies(marketplace: MarketplaceCode): Readonly<Record<string, string>> {
  return {
    NO_PARTNER_TAG: `add ${marketplace}=… to AMAZON_PARTNER_TAGS`,
    NO_CREDENTIAL_FOR_REGION: `${marketplace} needs a credential of its own region`,
    THROTTLED:
      'wait a minute; if it stays so, another program uses the account, MAX_REQUESTS_PER_SECOND is too high, or the account lacks the sales that the API requires',
    BUSY: 'the calls of the next seconds are taken by a gateway that runs on the same account: try again later',
    DAY_QUOTA:
      'the calls of this day are used up: wait for midnight UTC, or raise MAX_DAILY_REQUESTS if the account allows more',
    NETWORK: 'check the network, name resolution and firewall of this machine',
    TIMEOUT: 'check the network of this machine, and try again',
    SERVER: 'Amazon has a fault: try again later',
    BLOCKED: 'Amazon refuses this address as a robot: call less often, or configure an API',
    MALFORMED: 'check the variables that end with ENDPOINT; without any, report it as a fault of the gateway',
  };
}
