import { faults } from './faults.ts';
import { startFaultyUpstream } from './faulty-upstream.ts';
import { creatorsApi, paApi, spApi, store } from './stand-ins.ts';
import type { Orders } from './distant-upstream.ts';

const standIn = [creatorsApi, paApi, spApi, store].find(({ source }) => source === process.argv[2]);
if (standIn === undefined) throw new Error(`There is no stand-in for ${process.argv[2]}.`);
let wallMs = Date.now();
const upstream = await startFaultyUpstream(standIn.answer, () => wallMs);
process.on('message', (orders: Orders) => {
  wallMs = orders.wallMs;
  const play = faults[orders.fault].play({ standIn, elsewhere: upstream.origin });
  upstream.break(new RegExp(orders.where), play);
  process.send?.('broken');
});
process.on('disconnect', () => process.exit());
process.send?.(upstream.origin);
