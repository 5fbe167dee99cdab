import type { Waiting } from '../../src/platforms/again.ts';

/** Time that passes when told: whoever sleeps is woken in order, and what they do then is waited for. */
export function simulated(clock: { now(): number; set(to: number): void }) {
  const sleepers = new Set<{ at: number; wake: () => void }>();
  let fallsAsleep = () => {};
  const waiting: Waiting = {
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { at: clock.now() + ms, wake };
        function wake() {
          sleepers.delete(sleeper);
          resolve();
        }
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
        fallsAsleep();
      }),
  };
  return { waiting, asleep, pass };

  function asleep(): Promise<void> {
    return new Promise((resolve) => {
      fallsAsleep = resolve;
    });
  }

  /** `done`: whoever is woken may come to this instead of sleeping again. */
  async function pass(span: number, done?: Promise<unknown>): Promise<void> {
    const until = clock.now() + span;
    for (;;) {
      const [first] = [...sleepers].toSorted((one, other) => one.at - other.at);
      if (!first || first.at > until) break;
      clock.set(Math.max(clock.now(), first.at));
      const again = asleep();
      first.wake();
      await Promise.race([again, ...(done ? [done] : [])]);
    }
    clock.set(until);
  }
}
