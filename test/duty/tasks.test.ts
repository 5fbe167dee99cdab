import { expect, test } from 'vitest';
import { foundDemo } from '../../src/demo/found.ts';
import { lateTasks, taskAlerts } from '../../src/duty/alerts/tasks.ts';
import { allSources } from '../../src/duty/sources.ts';
import { addDays, instantOf } from '../../src/time.ts';
import { testStore } from '../helpers/org.ts';

test('whatever a source brings up it finds again by its key, as long as it is undone, and each key is said once a stage', async () => {
  const { store } = testStore();
  expect(await foundDemo(store, instantOf('2026-11-23T10:00'))).toBe(true);
  const sources = new Set<string>();
  for (const today of ['2026-12-28', '2027-01-15'])
    store.read((db) => {
      for (const source of allSources()) {
        const open = source.open(db, today, addDays(today, 10));
        for (const task of open) {
          sources.add(source.name);
          expect(source.find(db, task.key, today), task.key).toEqual(task);
          expect(task.deadline <= addDays(today, 10)).toBe(true);
        }
      }
      const keys = [...taskAlerts(db, today), ...lateTasks(db, today)].map(({ alert }) => alert.key);
      expect(keys.length).toBeGreaterThan(10);
      expect(new Set(keys).size).toBe(keys.length);
      return null;
    });
  expect([...sources]).toEqual(expect.arrayContaining(['list', 'standard', 'followUp', 'visits']));
});
