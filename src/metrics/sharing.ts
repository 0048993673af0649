import { on, type Instruments, type Listeners } from './instruments.ts';

/** Values of other processes that cannot be used, and clocks that are wrong. */
export function watchSharing(make: Instruments): Listeners {
  const unreadable = make.counter(
    'unreadable_total',
    'Kept or shared values that were not used because of their shape.',
    ['where'],
  );
  const clocks = make.counter('clock_errors_total', 'Times a clock showed a day that cannot be.', []);
  return {
    ...on('unreadable', ({ where }) => unreadable.inc({ where })),
    ...on('clock-error', () => clocks.inc()),
  };
}
