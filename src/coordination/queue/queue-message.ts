import { z } from 'zod';
import type { Offer, QueueRequest } from './lookup-queue.ts';

/** An instance that sends no request for so long has died: others make its calls, and its lookups leave the queue. */
export const leaseMs = 1_500;

/** The request, as the script reads it. Ids are a group's name, a blank and a key. */
export type QueueMessage = {
  readonly instance: string;
  readonly leadMs: number;
  readonly groups: readonly { readonly name: string; readonly operation: string; readonly slots: number }[];
  /** Names of groups. */
  readonly serves: readonly string[];
  readonly offers: readonly (Omit<Offer, 'key' | 'group'> & { readonly id: string; readonly group: string })[];
  /** By group, in milliseconds. */
  readonly mayWait: Readonly<Record<string, { readonly day: number; readonly minute: number }>>;
  readonly shortage?: QueueRequest['shortage'];
  readonly others: number;
  /** The ids that the instance has taken; absent unless it may not know all of them. */
  readonly taken?: readonly string[];
  /** With `taken`: the turn of the last permit that the instance has been given with a call; 0 before the first. */
  readonly lastTurn?: number;
};

/** An empty list of Lua is an object in JSON. */
const listOf = <T extends z.ZodType>(shape: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : []), z.array(shape));

const groupShape = z.object({ name: z.string(), operation: z.string(), slots: z.number().min(1) });
const takenShape = z.object({
  id: z.string(),
  question: z.string(),
  priority: z.number().min(0),
  calls: z.number().min(0),
  deadlineInMs: z.number(),
});
const permitShape = z.object({ turn: z.number(), day: z.number(), dueInMs: z.number() });
const replyShape = z.object({
  at: z.number(),
  /** `waiting`, `taken`, `late` and a blank and the estimate, or a blank and the outcome. */
  states: listOf(z.string()),
  call: z.object({ group: z.string(), lookups: listOf(takenShape), permit: permitShape }).optional(),
  next: z.object({ dueInMs: z.number(), isOwn: z.boolean() }).optional(),
  refusedForMs: z.number().optional(),
  pacedForMs: z.number().optional(),
  /** All groups of the queue. */
  groups: listOf(groupShape),
});

/** The script's reply without the state of the permits. */
export type QueueAnswer = z.infer<typeof replyShape>;

/** Reads the script's reply. @throws when it has another shape */
export function readQueueReply(reply: unknown): QueueAnswer {
  return replyShape.parse(reply);
}

const hintShape = z.object({ taken: listOf(z.string()), answered: listOf(z.string()) });

/** Reads what another instance published; `undefined` if it is something else. */
export function readHint(message: string): z.infer<typeof hintShape> | undefined {
  try {
    return hintShape.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
