import { auditVerify } from './cli/audit.ts';
import { backup } from './cli/backup.ts';
import { demo } from './cli/demo.ts';
import { doctor } from './cli/doctor.ts';
import { exportFile } from './cli/export.ts';
import { makeGroup } from './cli/group.ts';
import { importRoster } from './cli/import.ts';
import { putMenu } from './cli/menu.ts';
import { runTick } from './cli/tick.ts';
import { Usage, type Verb } from './cli/verb.ts';
import { Misconfigured, Refusal } from './errors.ts';
import { runOnThisMachine } from './node.ts';

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

await runOnThisMachine(async (machine, print) => {
  const [name = '', ...args] = machine.args;
  const verb = VERBS[name];
  if (!verb) {
    print(usage());
    return name === 'help' || name === '--help' ? 0 : 2;
  }
  try {
    return await verb.run({ ...machine, args });
  } catch (error) {
    if (error instanceof Usage) {
      print(`${error.message}\nusage: zhibu ${verb.usage}`);
      return 2;
    }
    if (error instanceof Misconfigured || error instanceof Refusal) {
      print(error.message);
      return 1;
    }
    throw error;
  }
});

function usage(): string {
  return ['usage:', ...Object.values(VERBS).map((verb) => `  zhibu ${verb.usage}\n      ${verb.help}`)].join(
    '\n',
  );
}
