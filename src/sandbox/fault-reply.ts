import type { FaultReplies } from './endpoint.ts';
import type { SandboxFault } from './fault.ts';
import { htmlReply, type Reply } from './reply.ts';
import { robotCheckPage } from './storefront/block-pages.ts';

/** The faults that are answers, in contrast to late answers and broken connections. */
export type AnsweredFault = Extract<SandboxFault, { kind: 'throttle' | 'outage' | 'credentials' | 'robot-check' }>;

/** The answer to every call while `fault` is in force. The robot check is a page, also where JSON is expected. */
export function faultReply(fault: AnsweredFault, replies: FaultReplies): Reply {
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
