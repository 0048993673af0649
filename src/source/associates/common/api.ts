import type { SearchCondition } from '../../../product/search/search-filter.ts';
import type { SourceId } from '../../../vocabulary.ts';
import type { SourceError } from '../../source-error.ts';
import type { CallContext, Source } from '../../source.ts';
import type { Reply } from './exchange.ts';

/** The operations of both associates APIs, in the spelling of the Creators API. */
export type AssociatesOperation = 'getItems' | 'searchItems' | 'getBrowseNodes' | 'getVariations';

/** One call, in the form that both APIs share. */
export type AssociatesRequest = Pick<CallContext, 'marketplace' | 'signal'> & {
  readonly operation: AssociatesOperation;
  /** The body without partner tag and credentials; keys and resources in the spelling of the Creators API. */
  readonly question: Readonly<Record<string, unknown>>;
  /** The call, for messages. */
  readonly where: string;
};

/** The differences between the two associates APIs. */
export type AssociatesApi = {
  readonly id: SourceId;
  /** For messages. */
  readonly name: string;
  readonly freshMs: number;
  unavailableReason: Source['unavailableReason'];
  ready: Source['ready'];
  /** The resources to request for an item, in the spelling of the Creators API. */
  readonly resources: readonly string[];
  /** The conditions that a search can be restricted to. */
  readonly conditions: readonly SearchCondition[];
  /** Makes one call. Rejects with SourceError only. */
  call(request: AssociatesRequest): Promise<Reply>;
  /** Whether a refusal means that none of the ids exist, or that a search has no hits. */
  foundNothing(reply: Reply): boolean;
  /** The failure that a refusal means. */
  failureOf(reply: Reply, where: string): SourceError;
};
