import { Misconfigured, Refusal } from '../errors.ts';
import { auditVerify } from './audit.ts';
import { backup } from './backup.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { exportFile } from './export.ts';
import { makeGroup } from './group.ts';
import { importRoster } from './import.ts';
import { putMenu } from './menu.ts';
import { runTick } from './tick.ts';
import { type Machine, Usage, type Verb } from './verb.ts';

/** `npm run zhibu -- <command>`. */
const VERBS: Record<string, Verb> = {
  import: importRoster,
  tick: runTick,
  export: exportFile,
  backup,
  audit: auditVerify,
  doctor,
  group: makeGroup,
  menu: putMenu,
  demo,
};

/** What is wrong is told by `complain`. → exit status: 2 for wrong usage */
export async function run(machine: Machine, complain: (line: string) => void): Promise<number> {
  const [name = '', ...args] = machine.args;
  const verb = VERBS[name];
  if (!verb) {
    complain(usage());
    return name === 'help' || name === '--help' ? 0 : 2;
  }
  try {
    return await verb.run({ ...machine, args });
  } catch (error) {
    if (error instanceof Usage) {
      complain(`${error.message}\nusage: zhibu ${verb.usage}`);
      return 2;
    }
    if (error instanceof Misconfigured || error instanceof Refusal) {
      complain(error.message);
      return 1;
    }
    throw error;
  }
}

function usage(): string {
  return ['usage:', ...Object.values(VERBS).map((verb) => `  zhibu ${verb.usage}\n      ${verb.help}`)].join(
    '\n',
  );
}
