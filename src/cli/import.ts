import { applyRoster } from '../people/roster/apply.ts';
import { type Plan, planRoster } from '../people/roster/plan.ts';
import { readRoster } from '../people/roster/read.ts';
import { sayChange } from '../people/roster/say.ts';
import { dayOf } from '../time.ts';
import { chosenOrg, readArgs, Usage, type Verb, withFile } from './verb.ts';

export const importRoster: Verb = {
  usage: 'import FILE [--dry-run] [--org SLUG]',
  help: 'reads a roster (CSV or XLSX), shows the difference and, unless it is a dry run, applies it',
  async run({ args, config, open, readFile, now, print }) {
    const { words, flags, values } = readArgs(args, { flags: ['dry-run'], values: ['org'] });
    const [file] = words;
    if (file === undefined || words.length > 1) throw new Usage('import takes one FILE');
    const reading = await readRoster(await withFile(file, () => readFile(file)), file);
    const store = open(chosenOrg(config, values.get('org')));
    const at = now();
    const plan = await store.change((db) => {
      const found = planRoster(db, reading, dayOf(at));
      if (found.faults.length === 0 && !flags.has('dry-run')) applyRoster(db, at, 'operator', found);
      return found;
    });
    for (const line of report(plan, flags.has('dry-run'))) print(line);
    return plan.faults.length === 0 ? 0 : 1;
  },
};

function report({ faults, changes }: Plan, rehearsal: boolean): string[] {
  if (faults.length > 0) {
    const lines = faults.map(({ line, column, reason }) => `第 ${line} 行，${column}：${reason}`);
    return [...lines, `共 ${faults.length} 处有误，没有导入。`];
  }
  if (changes.length === 0) return ['与现有名册一致，没有变化。'];
  return [
    ...changes.map(sayChange),
    rehearsal ? `共 ${changes.length} 处变化，未导入。` : `已导入，共 ${changes.length} 处变化。`,
  ];
}
