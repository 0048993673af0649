import type { FaultReplies } from './endpoint.ts';
import type { SandboxFault } from './fault.ts';
import { htmlReply, type Reply } from './reply.ts';
import { robotCheckPage } from './storefront/block-pages.ts';

/** The faults that are answered with something, rather than with a broken connection or late. */
export type SpokenFault = Extract<SandboxFault, { kind: 'throttle' | 'outage' | 'credentials' | 'robot-check' }>;

/** What a caller gets while `fault` is in force. The robot check is the same page everywhere, and a surprise to JSON clients. */
export function speakFault(fault: SpokenFault, replies: FaultReplies): Reply {
  switch (fault.kind) {
    case 'throttle': {
      const seconds = fault.retryAfterSeconds;
      return replies.throttle(seconds === undefined ? {} : { 'retry-after': String(seconds) });
    }
    case 'outage':
      return replies.outage(fault.status);
    case 'credentials':
      return replies.credentials();
    default:
      return htmlReply(200, robotCheckPage('www.amazon.in', '/'));
  }
}
