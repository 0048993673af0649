import { describeFaultsOf } from './fault-matrix.ts';
import { spApi } from './stand-ins.ts';

describeFaultsOf({ name: 'catalogue', standIn: spApi, where: /^\/catalog\// });

describeFaultsOf({ name: 'pricing', standIn: spApi, where: /^\/products\//, leavesCandidate: true });

describeFaultsOf({ name: 'token endpoint', standIn: spApi, where: /^\/auth\// });
