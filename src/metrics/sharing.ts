import { on, type Instruments, type Listeners } from './instruments.ts';

/** Metrics of unusable values from other processes and of wrong clocks. */
export function watchSharing(make: Instruments): Listeners {
  const unreadable = make.counter(
    'unreadable_total',
    'Values of the cache store or of another instance that were invalid and ignored.',
    ['where'],
  );
  for (const where of ['store', 'lease']) unreadable.inc({ where }, 0);
  const clocks = make.counter('clock_errors_total', 'Impossible dates shown by a clock.', []);
  return {
    ...on('unreadable', ({ where }) => unreadable.inc({ where })),
    ...on('clock-error', () => clocks.inc()),
  };
}
