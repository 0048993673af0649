import { describeFaultsOf } from './fault-matrix.ts';
import { creatorsApi } from './stand-ins.ts';

describeFaultsOf({ name: 'API', standIn: creatorsApi, where: /^\/catalog\// });

describeFaultsOf({ name: 'token endpoint', standIn: creatorsApi, where: /^\/auth\// });
