import { describeFaultsOf } from './fault-matrix.ts';
import { paApi } from './stand-ins.ts';

describeFaultsOf({ name: 'API', standIn: paApi, where: /./ });
