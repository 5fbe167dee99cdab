import { run } from './cli/run.ts';
import { runOnThisMachine } from './node.ts';

/** `npm run zhibu -- <command>`. */
await runOnThisMachine(run);
