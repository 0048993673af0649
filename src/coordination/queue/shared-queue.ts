import { sharedOutcomeMs } from '../../catalog/lifetimes.ts';
import type { Redis } from '../redis.ts';
import type { SharedPermits } from '../shared-permits.ts';
import { endScript } from './end-script.ts';
import type {
  LookupQueue,
  Offer,
  OfferState,
  QueueGroup,
  QueueHint,
  QueueReply,
  QueueRequest,
} from './lookup-queue.ts';
import { leaseMs, readHint, readQueueReply, type QueueAnswer, type QueueMessage } from './queue-message.ts';
import { queueScript } from './queue-script.ts';

/** Options of a queue in Redis. */
export type SharedQueueOptions = {
  readonly redis: Redis;
  /** The permits of the account. */
  readonly permits: SharedPermits;
  /** Identifies the account. */
  readonly account: string;
  /** Identifies this process. */
  readonly instance: string;
  /** Instances whose answers are the same use the same namespace. */
  readonly namespace: string;
};

/** A timer may be late by this much, in milliseconds. */
const timerSlackMs = 1;

/** Refreshes alone start no call while the day is short: they may wait without end, which JSON has no number for. */
const longestWaitMs = 3_600_000;

/**
 * The queue of an account in Redis. Its keys have the hash tag of the permits, so that one script reserves the permit and
 * takes the lookups. Times are those of Redis, so that the clocks of instances may differ.
 */
export function createSharedQueue({ redis, permits, account, instance, namespace }: SharedQueueOptions): LookupQueue {
  const keyOf = (part: string) => `queue:{${account}}:${part}`;
  const keys = ['turns', 'lookups', 'taken', 'seen', 'serves', 'groups'].map(keyOf);
  const groupKey = (group: string) => keyOf(`waiting:${group}`);
  const outcomeKey = (id: string) => keyOf(`outcome:${id}`);
  const channels = `${redis.prefix}:${keyOf('')}`;
  let listed: readonly QueueGroup[] = [];
  /** The permit of the last call that this instance knows of. */
  let lastTurn = 0;
  let ending = new Map<string, { readonly group: string; readonly outcome: string }>();

  /** Lookups that end in one turn of the event loop end in one round trip. */
  function end(group: string, key: string, outcome: string): void {
    if (ending.size === 0) queueMicrotask(flush);
    ending.set(`${group} ${key}`, { group, outcome });
  }
  function flush(): void {
    const ended = [...ending];
    ending = new Map();
    // The outcome is older than its arrival in Redis: a lookup that began in between did not wait for it.
    const agoMs = redis.roundTripMs() + timerSlackMs;
    const places = ended.flatMap(([id, { group }]) => [groupKey(group), outcomeKey(id)]);
    const args = ended.flatMap(([id, { outcome }]) => [id, outcome]);
    const head = [instance, channels, sharedOutcomeMs, agoMs];
    const fixed = ['lookups', 'taken', 'groups'].map(keyOf);
    // If this fails, the lease of this instance ends, or its next request tells what it has.
    redis.run(endScript, [...fixed, ...places], [...head, ...args]).catch(() => undefined);
  }

  async function request(asked: QueueRequest): Promise<QueueReply> {
    const { offers, serves, mayWait, shortage, others, taken } = asked;
    const known = [...listed, ...serves, ...offers.map(({ group }) => group)];
    const groups = [...new Map(known.map((group) => [group.name, group])).values()];
    const message: QueueMessage = {
      instance,
      leadMs: leadMs(),
      groups: groups.map(({ name, operation, slots }) => ({ name, operation, slots })),
      serves: serves.map(({ name }) => name),
      offers: offers.map(({ key, group, ...offer }) => ({ ...offer, id: idOf({ group, key }), group: group.name })),
      mayWait: Object.fromEntries([...mayWait].map(([group, { day, minute }]) => [group, atMost(day, minute)])),
      ...(shortage !== undefined && { shortage }),
      others,
      ...(taken !== undefined && {
        taken: [...taken].flatMap(([group, ofGroup]) => ofGroup.map((key) => `${group} ${key}`)),
        lastTurn,
      }),
    };
    const places = [...groups.map(({ name }) => groupKey(name)), ...offers.map((offer) => outcomeKey(idOf(offer)))];
    const args = [JSON.stringify(message), channels];
    const answer = readQueueReply(await permits.run({ script: queueScript, keys: [...keys, ...places], args }));
    listed = answer.groups;
    lastTurn = answer.call?.permit.turn ?? lastTurn;
    const { at, next, refusedForMs, pacedForMs } = answer;
    const states = answer.states.map(stateOf);
    return {
      at,
      states,
      ...callOf(answer, permits),
      next,
      refusedForMs,
      pacedForMs,
      wanted: listed.map(({ name }) => name),
    };
  }

  const leadMs = () => (redis.state() === 'UP' ? redis.roundTripMs() + timerSlackMs : 0);

  return {
    namespace,
    instance,
    renewEveryMs: leaseMs / 2,
    usable: () => redis.state() === 'UP',
    request,
    publish: end,
    release: (group, key) => end(group, key, ''),
    leadMs,
    listen(onHint, onChange) {
      redis.onChange(onChange);
      redis.subscribe(keyOf(instance), (message) => {
        const hint = readHint(message);
        if (hint !== undefined) onHint(hintsOf(hint));
      });
    },
  };
}

function atMost(day: number, minute: number) {
  return { day: Math.min(day, longestWaitMs), minute: Math.min(minute, longestWaitMs) };
}

function idOf({ group, key }: Pick<Offer, 'group' | 'key'>): string {
  return `${group.name} ${key}`;
}

function stateOf(state: string): OfferState {
  if (state.startsWith(' ')) return { kind: 'answered', outcome: state.slice(1) };
  if (state.startsWith('late ')) return { kind: 'late', estimateMs: Number(state.slice(5)) };
  return { kind: state === 'taken' ? 'taken' : 'waiting' };
}

function callOf({ call }: QueueAnswer, permits: SharedPermits): Pick<QueueReply, 'call'> {
  if (call === undefined) return {};
  const lookups = call.lookups.map(({ id, ...lookup }) => ({ ...lookup, key: id.slice(call.group.length + 1) }));
  return { call: { group: call.group, lookups, permit: permits.reserved(call.permit) } };
}

function hintsOf({
  taken,
  answered,
}: {
  readonly taken: readonly string[];
  readonly answered: readonly string[];
}): readonly QueueHint[] {
  const hints = (kind: QueueHint['kind'], ids: readonly string[]) =>
    ids.map((id): QueueHint => {
      const blank = id.indexOf(' ');
      return { kind, group: id.slice(0, blank), key: id.slice(blank + 1) };
    });
  return [...hints('taken', taken), ...hints('answered', answered)];
}
