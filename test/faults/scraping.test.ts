import { describeFaultsOf } from './fault-matrix.ts';
import { robotCheck } from './faults.ts';
import { store } from './stand-ins.ts';

describeFaultsOf({
  name: 'store',
  standIn: store,
  where: /./,
  oneByOne: true,
  codes: {
    // A store has no credentials to refuse: it does not want us.
    'answers 401': 'BLOCKED',
    'answers 403, not eligible': 'BLOCKED',
    // Only the store's own not-found page says anything, and no page is retired.
    'answers 404, retired': 'MALFORMED',
    // A browser shows such a page, with a replacement character where the broken bytes are.
    'answers with invalid UTF-8': 'FOUND',
  },
  more: { 'asks for a robot check': { code: 'BLOCKED', play: robotCheck } },
});
